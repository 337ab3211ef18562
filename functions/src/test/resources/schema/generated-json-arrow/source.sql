CREATE TABLE t (
  a INT PRIMARY KEY,
  j JSON,
  v VARCHAR(20) AS (j->>'$.name') VIRTUAL,
  KEY kv (v)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
