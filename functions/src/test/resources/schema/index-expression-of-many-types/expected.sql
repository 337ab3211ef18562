CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` decimal(10,2) NULL,
  `b` double NULL,
  `c` varbinary(20) NULL,
  `d` datetime(3) NULL,
  `e` bigint unsigned NULL,
  `_e1_1` decimal(10,1) GENERATED ALWAYS AS (round(`a`,1)) VIRTUAL NULL,
  `_e2_1` double GENERATED ALWAYS AS (ifnull(`b`,0)) VIRTUAL NULL,
  `_e3_1` varbinary(4) GENERATED ALWAYS AS (left(`c`,4)) VIRTUAL NULL,
  `_e4_1` varchar(23) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci GENERATED ALWAYS AS (ifnull(`d`,_utf8mb4'2000-01-01')) VIRTUAL NULL,
  `_e5_1` decimal(20,0) GENERATED ALWAYS AS (coalesce(`e`,0)) VIRTUAL NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `e1` (`_e1_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e2` (`_e2_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e3` (`_e3_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e4` (`_e4_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e5` (`_e5_1`);
ALTER TABLE `golden`.`t` ADD INDEX `e6` ((cast(`d` as time(3))));
