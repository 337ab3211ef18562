CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` char(36) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT (uuid()),
  `b` double NULL DEFAULT (rand()),
  `c` json NULL DEFAULT (json_object(_utf8mb4'a',1)),
  `d` json NULL DEFAULT (json_array()),
  `e` binary(16) NULL DEFAULT (uuid_to_bin(uuid())),
  `f` text CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL DEFAULT (json_quote(_utf8mb4'x')),
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
