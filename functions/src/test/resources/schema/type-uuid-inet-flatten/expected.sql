CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `a` varchar(45) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `b` varchar(15) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
