CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` decimal(65,30) NOT NULL,
  `b` decimal(10,2) unsigned NULL DEFAULT '1.50',
  `c` decimal(5,0) NULL,
  `d` decimal(4,1) NOT NULL DEFAULT '-2.5',
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
