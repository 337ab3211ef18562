CREATE TABLE t (
  k INT PRIMARY KEY,
  a VARCHAR(1000) CHARACTER SET latin1 COLLATE latin1_bin,
  b VARCHAR(900) CHARACTER SET latin1 COLLATE latin1_bin,
  KEY ka (a),
  KEY kab (a, b)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
