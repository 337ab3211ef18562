INSERT INTO {t} (id, c) VALUES (1, NULL);
INSERT INTO {t} (id, c) VALUES (2, NULL);
