CREATE TABLE t (
  k INT PRIMARY KEY,
  a JSON DEFAULT ('{}'),
  b JSON DEFAULT ('[1, "it''s", null]'),
  c JSON DEFAULT ('{"a": {"b": [true]}}')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
