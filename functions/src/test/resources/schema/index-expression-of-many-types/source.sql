CREATE TABLE t (
  k INT PRIMARY KEY,
  a DECIMAL(10,2),
  b DOUBLE,
  c VARBINARY(20),
  d DATETIME(3),
  e BIGINT UNSIGNED,
  KEY e1 ((round(a, 1))),
  KEY e2 ((ifnull(b, 0))),
  KEY e3 ((left(c, 4))),
  KEY e4 ((ifnull(d, '2000-01-01'))),
  KEY e5 ((coalesce(e, 0))),
  KEY e6 ((time(d)))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
