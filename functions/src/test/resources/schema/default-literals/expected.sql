CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'it''s',
  `b` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT '',
  `c` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'NULL',
  `d` int NULL DEFAULT '-5',
  `e` decimal(5,2) NULL DEFAULT '1.50',
  `f` date NULL DEFAULT '2020-02-29',
  `g` time NULL DEFAULT '-12:00:00',
  `h` datetime(3) NULL DEFAULT '2020-01-01 00:00:00.125',
  `i` year NULL DEFAULT '1970',
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
