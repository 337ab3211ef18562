CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `j` json NULL DEFAULT (json_object(_utf8mb4'a',_utf8mb4'\0b')),
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
