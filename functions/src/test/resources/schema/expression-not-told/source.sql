CREATE TABLE t (
  k INT PRIMARY KEY,
  m VARCHAR(20),
  f VARBINARY(40) AS (concat(m,_binary x'FF00'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
