CREATE TABLE parent (
  code VARCHAR(10) COLLATE utf8mb4_bin PRIMARY KEY
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE child (
  id INT PRIMARY KEY,
  p CHAR(10) COLLATE utf8mb4_bin,
  KEY kp (p),
  CONSTRAINT fk FOREIGN KEY (p) REFERENCES parent (code)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
