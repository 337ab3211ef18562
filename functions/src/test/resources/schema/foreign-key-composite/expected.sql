CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`child` (
  `id` int NOT NULL,
  `x` int NULL,
  `y` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  PRIMARY KEY (`id`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`parent` (
  `a` int NOT NULL,
  `b` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  PRIMARY KEY (`a`, `b`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`child` ADD INDEX `kxy` (`x`, `y`);
ALTER TABLE `golden`.`child` ADD CONSTRAINT `f k` FOREIGN KEY (`x`, `y`) REFERENCES `golden`.`parent` (`a`, `b`) ON DELETE CASCADE ON UPDATE NO ACTION;
