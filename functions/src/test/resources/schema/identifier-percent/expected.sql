CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`%` (
  `%` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`%`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `%` int NOT NULL,
  `g` int GENERATED ALWAYS AS ((`%` + 1)) STORED NULL,
  PRIMARY KEY (`%`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`%`)
 (PARTITION `%` VALUES LESS THAN (5));
ALTER TABLE `golden`.`%` ADD INDEX `%` (`v`);
ALTER TABLE `golden`.`%` ADD CONSTRAINT `%` FOREIGN KEY (`v`) REFERENCES `golden`.`%` (`%`) ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`%`, `x %`) AS select `golden`.`%`.`%` AS `%`,`golden`.`%`.`v` AS `x %` from `golden`.`%`;
