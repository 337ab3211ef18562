INSERT INTO {t} (id, c) VALUES (1, 1);
INSERT INTO {t} (id, c) VALUES (2, 2);
