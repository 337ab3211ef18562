INSERT INTO {t} (id, c) VALUES (1, 'тест');
INSERT INTO {t} (id, c) VALUES (2, 'тест');
