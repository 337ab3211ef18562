CREATE TABLE `order lines` (id INT PRIMARY KEY, `unit price` DECIMAL(9,2));
