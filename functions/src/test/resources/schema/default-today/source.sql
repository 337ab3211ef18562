CREATE TABLE t (
  k INT PRIMARY KEY,
  a DATE DEFAULT (curdate()),
  b DATETIME DEFAULT (current_date()),
  c DATE DEFAULT (now())
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
