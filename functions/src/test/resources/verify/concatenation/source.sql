INSERT INTO {t} VALUES (1, 'x', 'y');
INSERT INTO {t} VALUES (2, 'a', 'bc');
