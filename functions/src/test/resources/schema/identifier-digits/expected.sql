CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`1` (
  `1` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`1`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `1` int NOT NULL,
  `g` int GENERATED ALWAYS AS ((`1` + 1)) STORED NULL,
  PRIMARY KEY (`1`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`1`)
 (PARTITION `1` VALUES LESS THAN (5));
ALTER TABLE `golden`.`1` ADD INDEX `1` (`v`);
ALTER TABLE `golden`.`1` ADD CONSTRAINT `1` FOREIGN KEY (`v`) REFERENCES `golden`.`1` (`1`) ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`1`, `x 1`) AS select `golden`.`1`.`1` AS `1`,`golden`.`1`.`v` AS `x 1` from `golden`.`1`;
