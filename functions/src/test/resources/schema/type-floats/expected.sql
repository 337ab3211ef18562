CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NOT NULL,
  `b` float NULL DEFAULT '0.5',
  `c` double NOT NULL DEFAULT '1e-20',
  `d` float(7,2) NULL,
  `e` double(20,4) unsigned NULL,
  `f` double NULL,
  `g` double NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
