CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` int NOT NULL,
  `v` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`w` (`id`, `u`) AS select `golden`.`t`.`id` AS `id`,upper(`golden`.`t`.`v`) AS `u` from `golden`.`t` where (`golden`.`t`.`id` > 5);
