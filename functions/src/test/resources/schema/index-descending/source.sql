CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  b INT,
  KEY ab (a, b DESC),
  UNIQUE KEY u (b DESC)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
