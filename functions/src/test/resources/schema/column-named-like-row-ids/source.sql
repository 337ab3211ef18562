CREATE TABLE t (
  k INT PRIMARY KEY,
  `_tidb_rowid` INT
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
