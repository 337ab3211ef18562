CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` date NULL,
  `b` time(3) NULL,
  `c` datetime NULL,
  `d` datetime(6) NOT NULL,
  `e` timestamp NULL,
  `f` timestamp(6) NULL,
  `g` year NULL,
  `h` year NOT NULL DEFAULT '1999',
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
