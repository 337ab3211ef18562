CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`a/*b*/` (
  `a/*b*/` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`a/*b*/`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `a/*b*/` int NOT NULL,
  `g` int GENERATED ALWAYS AS (`a/*b*/` + 1) STORED NULL,
  PRIMARY KEY (`a/*b*/`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`a/*b*/`)
 (PARTITION `a/*b*/` VALUES LESS THAN (5));
ALTER TABLE `golden`.`a/*b*/` ADD INDEX `a/*b*/` (`v`);
ALTER TABLE `golden`.`a/*b*/` ADD CONSTRAINT `a/*b*/` FOREIGN KEY (`v`) REFERENCES `golden`.`a/*b*/` (`a/*b*/`) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`a/*b*/`, `x a/*b*/`) AS select `golden`.`a/*b*/`.`a/*b*/` AS `a/*b*/`,`golden`.`a/*b*/`.`v` AS `x a/*b*/` from `golden`.`a/*b*/`;
