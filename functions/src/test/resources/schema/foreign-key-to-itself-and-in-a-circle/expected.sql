CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`a` (
  `id` int NOT NULL,
  `up` int NULL,
  `other` int NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`b` (
  `id` int NOT NULL,
  `other` int NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`a` ADD INDEX `ko` (`other`);
ALTER TABLE `golden`.`a` ADD INDEX `ku` (`up`);
ALTER TABLE `golden`.`b` ADD INDEX `ko` (`other`);
ALTER TABLE `golden`.`a` ADD CONSTRAINT `ab` FOREIGN KEY (`other`) REFERENCES `golden`.`b` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE `golden`.`a` ADD CONSTRAINT `self` FOREIGN KEY (`up`) REFERENCES `golden`.`a` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE `golden`.`b` ADD CONSTRAINT `ba` FOREIGN KEY (`other`) REFERENCES `golden`.`a` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION;
