CREATE TABLE {t} (a INT, b INT, c VARCHAR(10) COLLATE utf8mb4_bin, v INT, PRIMARY KEY (a, b, c));
