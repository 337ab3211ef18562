INSERT INTO {t} (id, c) VALUES (1, 'c,a');
INSERT INTO {t} (id, c) VALUES (2, 'c,a');
