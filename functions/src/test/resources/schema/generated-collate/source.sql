CREATE TABLE t (
  a INT PRIMARY KEY,
  b VARCHAR(9),
  v INT AS (b collate utf8mb4_unicode_520_ci = 'x') STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
