CREATE TABLE t (
  k INT PRIMARY KEY,
  v VARCHAR(20),
  CONSTRAINT c1 CHECK (char_length(v) > 2 OR nullif(v, '') IS NULL),
  CONSTRAINT c2 CHECK (v IN ('a', 'it''s'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
