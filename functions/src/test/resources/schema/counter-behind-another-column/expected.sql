CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `g` int NOT NULL,
  `n` int NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`g`, `n`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
