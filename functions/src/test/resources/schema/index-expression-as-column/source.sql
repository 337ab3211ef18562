CREATE TABLE t (
  k INT PRIMARY KEY,
  a INT,
  v VARCHAR(50),
  d DATETIME(3),
  KEY e1 ((abs(a))),
  KEY e2 ((concat(v, 'x')), a),
  UNIQUE KEY e3 ((substr(v, 1, 5))),
  KEY e4 ((date(d))),
  KEY e5 ((length(v)))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
