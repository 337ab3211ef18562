CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` tinytext CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `b` text CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  `c` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `d` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
