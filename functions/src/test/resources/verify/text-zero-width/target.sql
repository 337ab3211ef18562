INSERT INTO {t} (id, c) VALUES (1, 'ab');
INSERT INTO {t} (id, c) VALUES (2, 'a​b');
