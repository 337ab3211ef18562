CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`child` (
  `id` int NOT NULL,
  `p` varbinary(10) NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`parent` (
  `code` varbinary(10) NOT NULL,
  PRIMARY KEY (`code`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`child` ADD INDEX `kp` (`p`);
ALTER TABLE `golden`.`child` ADD CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `golden`.`parent` (`code`) ON DELETE NO ACTION ON UPDATE NO ACTION;
