CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  KEY ka (a) COMMENT 'it''s \\ this'
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
