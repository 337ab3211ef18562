CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `say "x"` int NOT NULL,
  `g` int GENERATED ALWAYS AS (`say "x"` + 1) STORED NULL,
  PRIMARY KEY (`say "x"`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`say "x"`)
 (PARTITION `say "x"` VALUES LESS THAN (5));
CREATE TABLE IF NOT EXISTS `golden`.`say "x"` (
  `say "x"` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`say "x"`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
ALTER TABLE `golden`.`say "x"` ADD INDEX `say "x"` (`v`);
ALTER TABLE `golden`.`say "x"` ADD CONSTRAINT `say "x"` FOREIGN KEY (`v`) REFERENCES `golden`.`say "x"` (`say "x"`) ON DELETE RESTRICT ON UPDATE RESTRICT;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`say "x"`, `x say "x"`) AS select `golden`.`say "x"`.`say "x"` AS `say "x"`,`golden`.`say "x"`.`v` AS `x say "x"` from `golden`.`say "x"`;
