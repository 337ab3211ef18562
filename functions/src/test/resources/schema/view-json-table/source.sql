CREATE TABLE t (
  id INT PRIMARY KEY,
  v VARCHAR(20)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE VIEW w AS SELECT j.a FROM json_table('[1]', '$[*]' COLUMNS (a INT PATH '$')) j;
