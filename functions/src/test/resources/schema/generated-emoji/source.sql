CREATE TABLE t (
  k INT PRIMARY KEY,
  m VARCHAR(20),
  a VARCHAR(40) AS (ifnull(m,'— 😀?')),
  b VARCHAR(40) AS (ifnull(m,'it''s é'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
