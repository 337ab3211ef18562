INSERT INTO {t} (id, c) VALUES (1, 5);
INSERT INTO {t} (id, c) VALUES (2, 50);
