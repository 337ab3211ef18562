INSERT INTO {t} (id, c) VALUES (1, '0000-00-00');
INSERT INTO {t} (id, c) VALUES (2, '0000-00-00');
