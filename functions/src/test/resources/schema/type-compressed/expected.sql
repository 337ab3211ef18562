CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `b` varchar(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'x',
  `c` longblob NOT NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
