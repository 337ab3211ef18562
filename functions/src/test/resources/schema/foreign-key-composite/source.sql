CREATE TABLE parent (
  a INT NOT NULL,
  b VARCHAR(9) NOT NULL,
  PRIMARY KEY (a, b)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE child (
  id INT PRIMARY KEY,
  x INT,
  y VARCHAR(9),
  KEY kxy (x, y),
  CONSTRAINT `f k` FOREIGN KEY (x, y) REFERENCES parent (a, b) ON DELETE CASCADE
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
