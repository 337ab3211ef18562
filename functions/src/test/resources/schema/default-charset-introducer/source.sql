CREATE TABLE t (
  k INT PRIMARY KEY,
  j JSON DEFAULT (json_object(_latin1'a', _utf16'b'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
