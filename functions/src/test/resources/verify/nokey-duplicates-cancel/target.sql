INSERT INTO {t} VALUES (1, 'x');
INSERT INTO {t} VALUES (3, 'c'), (3, 'c');
