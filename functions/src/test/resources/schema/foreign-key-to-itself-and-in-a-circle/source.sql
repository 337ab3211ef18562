CREATE TABLE a (
  id INT PRIMARY KEY,
  up INT,
  other INT,
  KEY ku (up),
  KEY ko (other),
  CONSTRAINT self FOREIGN KEY (up) REFERENCES a (id),
  CONSTRAINT ab FOREIGN KEY (other) REFERENCES b (id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE b (
  id INT PRIMARY KEY,
  other INT,
  KEY ko (other),
  CONSTRAINT ba FOREIGN KEY (other) REFERENCES a (id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
