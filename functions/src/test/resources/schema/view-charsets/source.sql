CREATE TABLE t (
  id INT PRIMARY KEY,
  v VARCHAR(20)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE VIEW w AS SELECT convert(v USING latin1) AS a, _latin1'x' AS b, v COLLATE utf8mb4_unicode_520_ci AS c FROM t;
