CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` varchar(40) CHARACTER SET gbk COLLATE gbk_chinese_ci NOT NULL,
  `v` char(7) CHARACTER SET gbk COLLATE gbk_chinese_ci NULL DEFAULT 'x',
  `e` enum('a','b') CHARACTER SET gbk COLLATE gbk_chinese_ci NULL,
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET gbk COLLATE gbk_chinese_ci;
