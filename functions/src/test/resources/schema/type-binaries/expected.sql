CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` binary(16) NOT NULL,
  `b` varbinary(255) NULL,
  `c` tinyblob NULL,
  `d` blob NULL,
  `e` mediumblob NULL,
  `f` longblob NOT NULL,
  `g` varbinary(60000) NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
