CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NULL,
  `b` int NULL,
  `k` int NOT NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD CONSTRAINT `b` CHECK (`b` > 1);
ALTER TABLE `golden`.`t` ADD CONSTRAINT `whole` CHECK (`a` < `b` and `a` <> 7);
