CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  v VARCHAR(50),
  KEY e1 ((a + 1)),
  KEY e2 ((lower(v)), a),
  UNIQUE KEY e3 ((a * 10))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
