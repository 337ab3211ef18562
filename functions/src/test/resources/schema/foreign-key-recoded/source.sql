CREATE TABLE parent (
  code VARCHAR(10) PRIMARY KEY
) DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci;
CREATE TABLE child (
  id INT PRIMARY KEY,
  p VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci,
  KEY kp (p),
  CONSTRAINT fk FOREIGN KEY (p) REFERENCES parent (code)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
