CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  `n` bigint NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */,
  INDEX `kn` (`n`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci AUTO_INCREMENT=1 /*T![auto_id_cache] AUTO_ID_CACHE=1 */;
