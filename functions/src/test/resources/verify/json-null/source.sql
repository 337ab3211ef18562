INSERT INTO {t} (id, c) VALUES (1, 'null');
INSERT INTO {t} (id, c) VALUES (2, 'null');
