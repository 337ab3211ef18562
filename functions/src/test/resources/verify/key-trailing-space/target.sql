INSERT INTO {t} VALUES ('a', 1), ('b', 2);
INSERT INTO {t} VALUES ('c', 3);
