CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `a` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `b` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `c` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT 'ž',
  `d` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT 'да',
  `e` enum('α','β') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL DEFAULT 'β',
  `f` char(7) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `g` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `h` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
