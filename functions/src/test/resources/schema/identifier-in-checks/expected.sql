CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a``b` int NULL,
  `sel ect` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `日本` int NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD CONSTRAINT `日本` CHECK (`日本` > 1);
ALTER TABLE `golden`.`t` ADD CONSTRAINT `it's ``x``` CHECK (`a``b` < 5 and `sel ect` <> 'it\'s');
