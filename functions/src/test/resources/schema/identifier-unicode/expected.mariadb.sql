CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `日本` int NOT NULL,
  `g` int GENERATED ALWAYS AS (`日本` + 1) STORED NULL,
  PRIMARY KEY (`日本`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`日本`)
 (PARTITION `日本` VALUES LESS THAN (5));
CREATE TABLE IF NOT EXISTS `golden`.`日本` (
  `日本` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`日本`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
ALTER TABLE `golden`.`日本` ADD INDEX `日本` (`v`);
ALTER TABLE `golden`.`日本` ADD CONSTRAINT `日本` FOREIGN KEY (`v`) REFERENCES `golden`.`日本` (`日本`) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`日本`, `x 日本`) AS select `golden`.`日本`.`日本` AS `日本`,`golden`.`日本`.`v` AS `x 日本` from `golden`.`日本`;
