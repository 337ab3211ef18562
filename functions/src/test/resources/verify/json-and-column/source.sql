INSERT INTO {t} VALUES (1, 1, '{"bb": 1, "c": 2}');
INSERT INTO {t} VALUES (2, 2, '[1]'), (3, 3, '[1]');
