CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `b` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `c` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `d` text CHARACTER SET utf8 COLLATE utf8_bin NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
