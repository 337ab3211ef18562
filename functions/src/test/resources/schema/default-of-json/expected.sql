CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` json NULL DEFAULT (json_object()),
  `b` json NULL DEFAULT (json_array(1, 'it''s', null)),
  `c` json NULL DEFAULT (json_object('a', json_object('b', json_array(true)))),
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
