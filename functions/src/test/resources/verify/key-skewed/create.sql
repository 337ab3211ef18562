CREATE TABLE {t} (a INT, b INT, v INT, PRIMARY KEY (a, b));
