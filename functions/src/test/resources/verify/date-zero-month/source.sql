INSERT INTO {t} (id, c) VALUES (1, '2020-00-10');
INSERT INTO {t} (id, c) VALUES (2, '2020-00-10');
