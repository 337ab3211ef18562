CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`child` (
  `k` int NOT NULL,
  `a` varchar(1000) CHARACTER SET latin1 COLLATE latin1_bin NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`parent` (
  `a` varchar(1000) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`child` ADD INDEX `ka` (`a`);
ALTER TABLE `golden`.`child` ADD CONSTRAINT `f` FOREIGN KEY (`a`) REFERENCES `golden`.`parent` (`a`) ON DELETE RESTRICT ON UPDATE RESTRICT;
