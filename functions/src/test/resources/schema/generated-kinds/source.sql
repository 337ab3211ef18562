CREATE TABLE t (
  a INT PRIMARY KEY,
  b INT,
  v INT GENERATED ALWAYS AS (a + b) VIRTUAL,
  s VARCHAR(40) GENERATED ALWAYS AS (concat(a, '-', 'x''y\\z')) STORED,
  KEY kv (v),
  UNIQUE KEY us (s)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
