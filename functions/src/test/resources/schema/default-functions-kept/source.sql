CREATE TABLE t (
  k INT PRIMARY KEY,
  a CHAR(36) DEFAULT (uuid()),
  b DOUBLE DEFAULT (rand()),
  c JSON DEFAULT (json_object('a', 1)),
  d JSON DEFAULT (json_array()),
  e BINARY(16) DEFAULT (uuid_to_bin(uuid())),
  f TEXT DEFAULT (json_quote('x'))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
