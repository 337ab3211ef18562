CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` bigint NOT NULL,
  `b` varchar(767) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL,
  `c` varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `d` varchar(3000) CHARACTER SET latin1 COLLATE latin1_bin NULL,
  PRIMARY KEY (`a`, `b`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `kc` (`c`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `ud` (`d`);
