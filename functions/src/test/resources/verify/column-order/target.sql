INSERT INTO {t} (id, a, b) VALUES (1, 1, 2);
INSERT INTO {t} (id, a, b) VALUES (2, 4, 3);
