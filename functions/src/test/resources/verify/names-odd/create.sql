CREATE TABLE {t} (`a``b` INT PRIMARY KEY, `select` INT, `x y` INT);
