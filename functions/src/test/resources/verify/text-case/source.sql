INSERT INTO {t} (id, c) VALUES (1, 'Straße');
INSERT INTO {t} (id, c) VALUES (2, 'Straße');
