INSERT INTO {t} (id, c) VALUES (1, 'é');
INSERT INTO {t} (id, c) VALUES (2, 'é');
