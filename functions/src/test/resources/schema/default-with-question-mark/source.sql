CREATE TABLE t (
  k INT PRIMARY KEY,
  a VARCHAR(9) DEFAULT '😀',
  b ENUM('yes','😀')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
