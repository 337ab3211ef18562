CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` float(11,0) NULL,
  `b` double(5,0) unsigned NULL DEFAULT '3',
  `c` float(10,0) unsigned zerofill NULL,
  `d` float(200,1) NULL,
  `e` double(255,30) NULL,
  `f` decimal(65,0) NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
