CREATE TABLE t (
  k INT PRIMARY KEY,
  a VARCHAR(9) DEFAULT (date_format(now(), '%Y-%m')),
  b VARCHAR(20) DEFAULT (date_format(now(), '%Y-%m-%d')),
  c VARCHAR(9) DEFAULT (date_format(now(), '%d'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
