CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` int NOT NULL,
  `array` int NULL,
  `until` int NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`w` (`ilike`, `tablesample`) AS select `golden`.`t`.`array` AS `ilike`,`golden`.`t`.`until` AS `tablesample` from `golden`.`t`;
