CREATE TABLE `select` (
  `select` INT NOT NULL AUTO_INCREMENT,
  v INT,
  PRIMARY KEY (`select`),
  KEY `select` (v),
  CONSTRAINT `select` FOREIGN KEY (v) REFERENCES `select` (`select`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE p (
  `select` INT NOT NULL PRIMARY KEY,
  g INT AS (`select` + 1) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (`select`) (PARTITION `select` VALUES LESS THAN (5));
CREATE VIEW v AS SELECT `select`, v AS `x select` FROM `select`;
