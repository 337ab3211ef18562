CREATE TABLE t (
  k INT PRIMARY KEY,
  a ENUM('a','b''c','d e') NOT NULL DEFAULT 'b''c',
  b SET('x','y','z') DEFAULT 'x,z',
  c ENUM('')
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
