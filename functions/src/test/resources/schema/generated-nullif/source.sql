CREATE TABLE t (
  a INT PRIMARY KEY,
  b VARCHAR(9),
  v INT AS (nullif(a, 0)),
  w VARCHAR(9) AS (nullif(nullif(b, ''), 'none')) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
