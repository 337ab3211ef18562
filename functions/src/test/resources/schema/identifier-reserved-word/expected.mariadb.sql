CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `select` int NOT NULL,
  `g` int GENERATED ALWAYS AS (`select` + 1) STORED NULL,
  PRIMARY KEY (`select`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`select`)
 (PARTITION `select` VALUES LESS THAN (5));
CREATE TABLE IF NOT EXISTS `golden`.`select` (
  `select` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`select`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
ALTER TABLE `golden`.`select` ADD INDEX `select` (`v`);
ALTER TABLE `golden`.`select` ADD CONSTRAINT `select` FOREIGN KEY (`v`) REFERENCES `golden`.`select` (`select`) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`select`, `x select`) AS select `golden`.`select`.`select` AS `select`,`golden`.`select`.`v` AS `x select` from `golden`.`select`;
