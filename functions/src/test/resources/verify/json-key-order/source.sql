INSERT INTO {t} (id, c) VALUES (1, '{"bb": 1, "a": 2}');
INSERT INTO {t} (id, c) VALUES (2, '{"bb": 1, "a": 2}');
