INSERT INTO {t} (id, c) VALUES (1, '');
INSERT INTO {t} (id, c) VALUES (2, NULL);
