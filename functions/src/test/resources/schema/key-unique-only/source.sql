CREATE TABLE t (
  code VARCHAR(20) NOT NULL,
  n INT,
  UNIQUE KEY k (code),
  KEY kn (n)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
