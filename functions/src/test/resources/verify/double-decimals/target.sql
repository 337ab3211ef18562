INSERT INTO {t} (id, c) VALUES (1, 1.5);
INSERT INTO {t} (id, c) VALUES (2, 1.5);
