CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  `_e1_1` INT,
  KEY e1 ((abs(a)))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
