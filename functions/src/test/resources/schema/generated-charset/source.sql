CREATE TABLE t (
  a INT PRIMARY KEY,
  b VARCHAR(9),
  v VARCHAR(20) AS (concat(convert(b using latin1), _latin1'x')) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
