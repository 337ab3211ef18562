CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`child` (
  `id` int NOT NULL,
  `p` int NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`parent` (
  `id` int NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
ALTER TABLE `golden`.`child` ADD INDEX `kp` (`p`);
ALTER TABLE `golden`.`child` ADD CONSTRAINT `fk` FOREIGN KEY (`p`) REFERENCES `golden`.`parent` (`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
