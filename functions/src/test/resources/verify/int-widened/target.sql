INSERT INTO {t} (id, c) VALUES (1, -7);
INSERT INTO {t} (id, c) VALUES (2, -7);
