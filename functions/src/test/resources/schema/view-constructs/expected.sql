CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` int NOT NULL,
  `v` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`w` (`v`, `n`, `o`) AS select `golden`.`t`.`v` AS `v`,count(0) AS `n`,nullif(`golden`.`t`.`v`,'x') AS `o` from `golden`.`t` group by `golden`.`t`.`v` having (count(0) > 1) union all select 'a' AS `a`,1 AS `1`,NULL AS `NULL` order by `v` limit 5;
