CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NOT NULL,
  `b` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NULL,
  `v` int GENERATED ALWAYS AS (if((`a` = 0),NULL,`a`)) VIRTUAL NULL,
  `w` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (if((if((`b` = ''),NULL,`b`) = 'none'),NULL,if((`b` = ''),NULL,`b`))) STORED NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
