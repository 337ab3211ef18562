INSERT INTO {t} VALUES ('é', 1), ('ü', 2), ('z', 3);
