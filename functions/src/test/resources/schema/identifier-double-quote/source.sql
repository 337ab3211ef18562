CREATE TABLE `say "x"` (
  `say "x"` INT NOT NULL AUTO_INCREMENT,
  v INT,
  PRIMARY KEY (`say "x"`),
  KEY `say "x"` (v),
  CONSTRAINT `say "x"` FOREIGN KEY (v) REFERENCES `say "x"` (`say "x"`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
CREATE TABLE p (
  `say "x"` INT NOT NULL PRIMARY KEY,
  g INT AS (`say "x"` + 1) STORED
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (`say "x"`) (PARTITION `say "x"` VALUES LESS THAN (5));
CREATE VIEW v AS SELECT `say "x"`, v AS `x say "x"` FROM `say "x"`;
