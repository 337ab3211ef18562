CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`-- x` (
  `-- x` int NOT NULL AUTO_INCREMENT,
  `v` int NULL,
  PRIMARY KEY (`-- x`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
CREATE TABLE IF NOT EXISTS `golden`.`p` (
  `-- x` int NOT NULL,
  `g` int GENERATED ALWAYS AS ((`-- x` + 1)) STORED NULL,
  PRIMARY KEY (`-- x`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci
PARTITION BY RANGE (`-- x`)
 (PARTITION `-- x` VALUES LESS THAN (5));
ALTER TABLE `golden`.`-- x` ADD INDEX `-- x` (`v`);
ALTER TABLE `golden`.`-- x` ADD CONSTRAINT `-- x` FOREIGN KEY (`v`) REFERENCES `golden`.`-- x` (`-- x`) ON DELETE NO ACTION ON UPDATE NO ACTION;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`v` (`-- x`, `x -- x`) AS select `golden`.`-- x`.`-- x` AS `-- x`,`golden`.`-- x`.`v` AS `x -- x` from `golden`.`-- x`;
