INSERT INTO {t} (id, c5) VALUES (1, 'x');
INSERT INTO {t} (id, c38) VALUES (2, 'x');
