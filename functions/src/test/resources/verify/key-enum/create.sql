CREATE TABLE {t} (k ENUM('b', 'a', 'c') NOT NULL, n INT, v INT, PRIMARY KEY (k, n));
