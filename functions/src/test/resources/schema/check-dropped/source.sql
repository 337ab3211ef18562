CREATE TABLE t (
  a INT,
  b INT CHECK (b > 1),
  k INT PRIMARY KEY,
  CONSTRAINT whole CHECK (a < b AND a <> 7)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
