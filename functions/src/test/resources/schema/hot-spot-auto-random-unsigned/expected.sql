CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` bigint unsigned NOT NULL /*T![auto_rand] AUTO_RANDOM(3) */,
  `a` int NOT NULL,
  PRIMARY KEY (`id`, `a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T! PRE_SPLIT_REGIONS=2 */;
