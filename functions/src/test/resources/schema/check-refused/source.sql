CREATE TABLE t (
  k INT PRIMARY KEY,
  v VARCHAR(20),
  CONSTRAINT c1 CHECK (soundex(v) <> 'x')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
