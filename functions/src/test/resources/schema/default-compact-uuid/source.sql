CREATE TABLE t (
  k INT PRIMARY KEY,
  a CHAR(32) DEFAULT (replace(upper(uuid()), '-', ''))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
