INSERT INTO {t} (id, c) VALUES (1, 'e');
INSERT INTO {t} (id, c) VALUES (2, 'é');
