CREATE TABLE `it's` (
  `it's` INT NOT NULL AUTO_INCREMENT,
  v INT,
  PRIMARY KEY (`it's`),
  KEY `it's` (v),
  CONSTRAINT `it's` FOREIGN KEY (v) REFERENCES `it's` (`it's`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE p (
  `it's` INT NOT NULL PRIMARY KEY,
  g INT AS (`it's` + 1) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (`it's`) (PARTITION `it's` VALUES LESS THAN (5));
CREATE VIEW v AS SELECT `it's`, v AS `x it's` FROM `it's`;
