CREATE TABLE t (
  a INT,
  b VARCHAR(20),
  KEY ka (a)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
