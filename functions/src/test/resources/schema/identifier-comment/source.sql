CREATE TABLE `a/*b*/` (
  `a/*b*/` INT NOT NULL AUTO_INCREMENT,
  v INT,
  PRIMARY KEY (`a/*b*/`),
  KEY `a/*b*/` (v),
  CONSTRAINT `a/*b*/` FOREIGN KEY (v) REFERENCES `a/*b*/` (`a/*b*/`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE p (
  `a/*b*/` INT NOT NULL PRIMARY KEY,
  g INT AS (`a/*b*/` + 1) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (`a/*b*/`) (PARTITION `a/*b*/` VALUES LESS THAN (5));
CREATE VIEW v AS SELECT `a/*b*/`, v AS `x a/*b*/` FROM `a/*b*/`;
