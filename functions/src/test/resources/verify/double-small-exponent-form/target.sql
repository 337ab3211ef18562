INSERT INTO {t} (id, c) VALUES (1, 1.25e-17);
INSERT INTO {t} (id, c) VALUES (2, 1.25e-17);
