CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` bit(1) NOT NULL DEFAULT b'1',
  `b` bit(64) NULL,
  `c` bit(9) NULL DEFAULT b'101',
  `d` bit(8) NULL DEFAULT b'101',
  `k` int NOT NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
