CREATE TABLE t (
  a INT PRIMARY KEY,
  b DATE,
  v VARCHAR(9) AS (case when a > 5 then 'big' else 'small' end),
  y INT AS (year(b)),
  c INT AS (cast(b as signed)) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
