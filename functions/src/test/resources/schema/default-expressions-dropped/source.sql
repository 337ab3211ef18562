CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT DEFAULT (1 + 1),
  b VARCHAR(90) DEFAULT (concat('a', uuid())),
  c DATETIME DEFAULT (now() + INTERVAL 1 DAY),
  d INT DEFAULT (a + 1)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
