INSERT INTO {t} (id, c) VALUES (1, '0');
INSERT INTO {t} (id, c) VALUES (2, '1');
