CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL COMMENT 'smile ?',
  `a` int NULL COMMENT 'plain',
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci COMMENT='? t';
ALTER TABLE `golden`.`t` ADD INDEX `ka` (`a`) COMMENT 'é ?';
