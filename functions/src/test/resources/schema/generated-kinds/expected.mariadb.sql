CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NOT NULL,
  `b` int NULL,
  `v` int GENERATED ALWAYS AS (`a` + `b`) VIRTUAL NULL,
  `s` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (concat(`a`,'-','x\'y\\z')) STORED NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `kv` (`v`);
ALTER TABLE `golden`.`t` ADD UNIQUE INDEX `us` (`s`);
