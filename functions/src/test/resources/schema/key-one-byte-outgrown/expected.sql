CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `b` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `c` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `d` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `e` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `ua` (`a`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `ub` (`b`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `uc` (`c`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `ud` (`d`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `ue` (`e`);
