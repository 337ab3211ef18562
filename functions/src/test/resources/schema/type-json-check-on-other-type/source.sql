CREATE TABLE t (
  k INT PRIMARY KEY,
  j VARCHAR(100) CHECK (json_valid(j))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
