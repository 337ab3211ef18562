CREATE TABLE t (
  k INT PRIMARY KEY,
  a JSON DEFAULT (json_array())
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
