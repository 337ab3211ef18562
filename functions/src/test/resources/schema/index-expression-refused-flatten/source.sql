CREATE TABLE t (
  k INT PRIMARY KEY,
  v VARCHAR(50),
  KEY e1 ((soundex(v)))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
