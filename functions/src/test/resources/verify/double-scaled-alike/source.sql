INSERT INTO {t} (id, c) VALUES (1, 1e20);
INSERT INTO {t} (id, c) VALUES (2, 1e20);
