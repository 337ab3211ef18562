CREATE TABLE t (
  k INT PRIMARY KEY,
  a ENUM('g\\h','i') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'g\\h'
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
