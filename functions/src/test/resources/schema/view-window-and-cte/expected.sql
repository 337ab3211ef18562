CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` int NOT NULL,
  `v` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE OR REPLACE SQL SECURITY INVOKER VIEW `golden`.`w` (`i`, `r`) AS with recursive `n` as (select 1 AS `i` union all select (`n`.`i` + 1) AS `i + 1` from `n` where (`n`.`i` < 3)) select `n`.`i` AS `i`,row_number() OVER (ORDER BY `n`.`i` )  AS `r` from `n`;
