CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`it's` (
  `it's` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`it's`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `it's` int NOT NULL,
  `g` int GENERATED ALWAYS AS (`it's` + 1) STORED NULL,
  PRIMARY KEY (`it's`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`it's`)
 (PARTITION `it's` VALUES LESS THAN (5));
ALTER TABLE `golden`.`it's` ADD INDEX `it's` (`v`);
ALTER TABLE `golden`.`it's` ADD CONSTRAINT `it's` FOREIGN KEY (`v`) REFERENCES `golden`.`it's` (`it's`) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`it's`, `x it's`) AS select `golden`.`it's`.`it's` AS `it's`,`golden`.`it's`.`v` AS `x it's` from `golden`.`it's`;
