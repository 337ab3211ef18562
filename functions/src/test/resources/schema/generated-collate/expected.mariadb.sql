CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NOT NULL,
  `b` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `v` int GENERATED ALWAYS AS (`b` collate utf8mb4_0900_ai_ci = 'x') STORED NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
