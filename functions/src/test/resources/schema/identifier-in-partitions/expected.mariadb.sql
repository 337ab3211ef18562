CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a``b` int NOT NULL,
  `c, d` int NOT NULL,
  `日本` date NOT NULL,
  PRIMARY KEY (`a``b`, `c, d`, `日本`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE COLUMNS (`c, d`, `a``b`)
 (PARTITION `p, 0` VALUES LESS THAN (1,2),
  PARTITION `max``` VALUES LESS THAN (MAXVALUE,MAXVALUE));
CREATE TABLE IF NOT EXISTS `golden`.`u` (
  `a``b` int NOT NULL,
  `日本` date NOT NULL,
  PRIMARY KEY (`a``b`, `日本`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (to_days(`日本`) + `a``b`)
 (PARTITION `p0` VALUES LESS THAN (1));
