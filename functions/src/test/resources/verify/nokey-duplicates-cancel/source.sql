INSERT INTO {t} VALUES (1, 'x');
INSERT INTO {t} VALUES (2, 'b'), (2, 'b');
