CREATE TABLE t (
  k INT PRIMARY KEY,
  a CHAR(36) DEFAULT (uuid()),
  b DATE DEFAULT (curdate())
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
