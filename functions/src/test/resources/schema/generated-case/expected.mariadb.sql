CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `a` int NOT NULL,
  `b` date NULL,
  `v` varchar(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (case when `a` > 5 then 'big' else 'small' end) VIRTUAL NULL,
  `y` int GENERATED ALWAYS AS (year(`b`)) VIRTUAL NULL,
  `c` int GENERATED ALWAYS AS (cast(`b` as signed)) STORED NULL,
  PRIMARY KEY (`a`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
