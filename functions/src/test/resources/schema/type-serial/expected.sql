CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `n` varchar(10) CHARACTER SET utf8 COLLATE utf8_general_ci NULL,
  UNIQUE INDEX `id` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
