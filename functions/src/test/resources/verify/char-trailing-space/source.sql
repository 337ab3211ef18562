INSERT INTO {t} (id, c) VALUES (1, 'a');
INSERT INTO {t} (id, c) VALUES (2, 'a');
