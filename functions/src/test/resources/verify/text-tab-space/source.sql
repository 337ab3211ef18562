INSERT INTO {t} (id, c) VALUES (1, 'a b');
INSERT INTO {t} (id, c) VALUES (2, 'a b');
