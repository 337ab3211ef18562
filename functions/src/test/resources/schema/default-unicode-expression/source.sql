CREATE TABLE t (
  k INT PRIMARY KEY,
  d VARCHAR(20) DEFAULT ('é漢'),
  j JSON DEFAULT (json_object('ключ', 'é'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
