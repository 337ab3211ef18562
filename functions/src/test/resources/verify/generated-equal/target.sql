INSERT INTO {t} (id, a) VALUES (1, 0), (2, 5);
INSERT INTO {t} (id, a) VALUES (3, 2);
