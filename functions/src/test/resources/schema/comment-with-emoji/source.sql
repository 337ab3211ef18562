CREATE TABLE t (
  k INT PRIMARY KEY COMMENT 'smile 😀',
  a INT COMMENT 'plain',
  KEY ka (a) COMMENT 'é 😀'
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='😀 t';
