INSERT INTO {t} (id, c) VALUES (1, '[1.0, 1e2, 0.5]');
INSERT INTO {t} (id, c) VALUES (2, '[1.0, 1e2, 0.5]');
