CREATE DATABASE IF NOT EXISTS `golden` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
CREATE TABLE IF NOT EXISTS `golden`.`t` (
  `id` int NOT NULL,
  `s` date NOT NULL,
  `e` date NOT NULL,
  UNIQUE INDEX `u` (`id`, `e`, `s`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE `golden`.`t` ADD CONSTRAINT `p` CHECK (`s` < `e`);
