CREATE TABLE t (
  id INT PRIMARY KEY,
  `array` INT,
  `until` INT
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE VIEW w AS SELECT t.array AS ilike, t.until AS tablesample FROM t;
