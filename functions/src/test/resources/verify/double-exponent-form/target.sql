INSERT INTO {t} (id, c) VALUES (1, 1e22);
INSERT INTO {t} (id, c) VALUES (2, 1e22);
