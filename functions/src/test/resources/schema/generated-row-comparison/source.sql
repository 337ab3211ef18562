CREATE TABLE t (
  a INT PRIMARY KEY,
  b INT,
  v INT AS ((a, b) = (1, 2))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
