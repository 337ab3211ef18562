CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `j` json NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `e1` ((cast(json_extract(`j`,_utf8mb4'$.a') as unsigned)));
ALTER TABLE `golden`.`t` ADD INDEX `e2` (((cast(json_unquote(json_extract(`j`,_utf8mb4'$.b')) as char(20) charset utf8mb4) collate utf8mb4_bin)));
