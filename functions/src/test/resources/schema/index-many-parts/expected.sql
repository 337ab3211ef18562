CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `c0` tinyint NULL,
  `c1` tinyint NULL,
  `c2` tinyint NULL,
  `c3` tinyint NULL,
  `c4` tinyint NULL,
  `c5` tinyint NULL,
  `c6` tinyint NULL,
  `c7` tinyint NULL,
  `c8` tinyint NULL,
  `c9` tinyint NULL,
  `c10` tinyint NULL,
  `c11` tinyint NULL,
  `c12` tinyint NULL,
  `c13` tinyint NULL,
  `c14` tinyint NULL,
  `c15` tinyint NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD INDEX `wide` (`c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9`, `c10`, `c11`, `c12`, `c13`, `c14`, `c15`);
