CREATE TABLE t (
  `a``b` INT NOT NULL,
  `c, d` INT NOT NULL,
  `日本` DATE NOT NULL,
  PRIMARY KEY (`a``b`, `c, d`, `日本`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE COLUMNS (`c, d`, `a``b`) (PARTITION `p, 0` VALUES LESS THAN (1, 2), PARTITION `max``` VALUES LESS THAN (MAXVALUE, MAXVALUE));
CREATE TABLE u (
  `a``b` INT NOT NULL,
  `日本` DATE NOT NULL,
  PRIMARY KEY (`a``b`, `日本`)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
PARTITION BY RANGE (to_days(`日本`) + `a``b`) (PARTITION `p0` VALUES LESS THAN (1));
