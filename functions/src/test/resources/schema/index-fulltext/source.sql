CREATE TABLE t (
  k INT PRIMARY KEY,
  a TEXT,
  b INT,
  FULLTEXT KEY words (a),
  KEY kb (b)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
