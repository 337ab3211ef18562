INSERT INTO {t} (id, c) VALUES (1, '838:59:59');
INSERT INTO {t} (id, c) VALUES (2, '838:59:59');
