CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `m` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `f` varbinary(40) GENERATED ALWAYS AS (concat(`m`,_binary'�\0')) VIRTUAL NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
