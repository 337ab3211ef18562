INSERT INTO {t} (id, c) VALUES (1, 1e-300);
INSERT INTO {t} (id, c) VALUES (2, 1e-300);
