INSERT INTO {t} VALUES (1, 'bb', 'x'), (2, 'aa', 'x');
