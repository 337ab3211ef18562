CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` tinyint NOT NULL,
  `b` smallint NULL DEFAULT '-5',
  `c` mediumint unsigned NULL,
  `d` int NOT NULL DEFAULT '0',
  `e` bigint unsigned NULL DEFAULT '18446744073709551615',
  `f` tinyint(1) NOT NULL DEFAULT '1',
  `g` tinyint(1) NULL,
  `h` tinyint NULL,
  `i` bigint NULL,
  `j` int unsigned NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
