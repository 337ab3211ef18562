CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`MixedCase` (
  `Id` int NOT NULL,
  `PARENT` int NULL,
  PRIMARY KEY (`Id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`MixedCase` ADD INDEX `Kp` (`PARENT`);
ALTER TABLE `golden`.`MixedCase` ADD CONSTRAINT `Fk` FOREIGN KEY (`PARENT`) REFERENCES `golden`.`MixedCase` (`Id`) ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`ViewCase` (`IdCase`) AS select `golden`.`MixedCase`.`Id` AS `IdCase` from `golden`.`MixedCase`;
