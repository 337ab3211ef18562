CREATE TABLE `-- x` (
  `-- x` INT NOT NULL AUTO_INCREMENT,
  v INT,
  PRIMARY KEY (`-- x`),
  KEY `-- x` (v),
  CONSTRAINT `-- x` FOREIGN KEY (v) REFERENCES `-- x` (`-- x`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE p (
  `-- x` INT NOT NULL PRIMARY KEY,
  g INT AS (`-- x` + 1) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (`-- x`) (PARTITION `-- x` VALUES LESS THAN (5));
CREATE VIEW v AS SELECT `-- x`, v AS `x -- x` FROM `-- x`;
