CREATE DATABASE IF NOT EXISTS elsewhere;
CREATE TABLE IF NOT EXISTS elsewhere.parent (id INT PRIMARY KEY);
CREATE TABLE child (
  id INT PRIMARY KEY,
  p INT,
  KEY kp (p),
  CONSTRAINT fk FOREIGN KEY (p) REFERENCES elsewhere.parent (id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
