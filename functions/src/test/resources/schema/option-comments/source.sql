CREATE TABLE t (
  k INT PRIMARY KEY COMMENT 'a "column" it''s'
) COMMENT='it''s \\ a table' DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
