CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` enum('a\nb','c\rd','e	f','q\\z','é','it''s','g"h','') CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'a
b',
  `b` set('a\nb','x') CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT 'a
b,x',
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
