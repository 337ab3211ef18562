CREATE TABLE t (
  k INT PRIMARY KEY,
  `a``b` INT,
  `sel ect` VARCHAR(9),
  `日本` INT CHECK (`日本` > 1),
  CONSTRAINT `it's ``x``` CHECK (`a``b` < 5 AND `sel ect` <> 'it''s')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
