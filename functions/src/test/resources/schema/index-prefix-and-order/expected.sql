CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` varchar(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `b` int NULL,
  `tx` text CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `bl` blob NULL,
  `k` int NOT NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `ka` (`a`(10), `b`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `kb` (`bl`(16));
ALTER TABLE `golden`.`t` ADD INDEX `kt` (`tx`(20));
