CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` int NULL,
  `v` varchar(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `d` datetime(3) NULL,
  `_e1_1` bigint GENERATED ALWAYS AS (abs(`a`)) VIRTUAL NULL,
  `_e2_1` varchar(51) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (concat(`v`,_utf8mb4'x')) VIRTUAL NULL,
  `_e3_1` varchar(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (substr(`v`,1,5)) VIRTUAL NULL,
  `_e5_1` bigint GENERATED ALWAYS AS (length(`v`)) VIRTUAL NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `e1` (`_e1_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e2` (`_e2_1`, `a`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `e3` (`_e3_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e4` ((cast(`d` as date)));
ALTER TABLE `golden`.`t` ADD INDEX `e5` (`_e5_1`);
