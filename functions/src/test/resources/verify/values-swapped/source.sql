INSERT INTO {t} VALUES (1, 'aa', 'x'), (2, 'bb', 'x');
