CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  KEY k1 (a),
  KEY k2 (a)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
