INSERT INTO {t} VALUES (NULL, NULL), (2, 'y'), (1, 'x');
