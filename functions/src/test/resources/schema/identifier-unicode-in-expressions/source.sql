CREATE TABLE t (
  k INT PRIMARY KEY,
  `日本` VARCHAR(20),
  v VARCHAR(99) AS (concat(`日本`, 'é漢')) STORED,
  d VARCHAR(20) DEFAULT ('é')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
