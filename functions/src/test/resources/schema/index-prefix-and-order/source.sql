CREATE TABLE t (
  a VARCHAR(200),
  b INT,
  tx TEXT,
  bl BLOB,
  k INT PRIMARY KEY,
  KEY ka (a(10), b),
  KEY kt (tx(20)),
  UNIQUE KEY kb (bl(16))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
