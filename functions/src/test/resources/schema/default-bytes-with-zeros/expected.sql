CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `k` int NOT NULL,
  `a` varbinary(8) NOT NULL DEFAULT x'610062',
  `b` binary(4) NOT NULL DEFAULT x'61006200',
  `c` varbinary(8) NULL DEFAULT x'6100',
  `d` varbinary(8) NULL DEFAULT x'00',
  `e` varbinary(8) NULL DEFAULT x'',
  `f` binary(3) NULL DEFAULT x'c3a900',
  `g` varbinary(9) NULL DEFAULT x'6127625c63',
  PRIMARY KEY (`k`) /*T![clustered_index] CLUSTERED */
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
