CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `a` int NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci AUTO_INCREMENT=5000 /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
