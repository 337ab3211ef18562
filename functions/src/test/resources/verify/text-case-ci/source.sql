INSERT INTO {t} (id, c) VALUES (1, 'abc');
INSERT INTO {t} (id, c) VALUES (2, 'abc');
