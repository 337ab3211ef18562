INSERT INTO {t} (id, c) VALUES (1, 0.1);
INSERT INTO {t} (id, c) VALUES (2, 0.1);
