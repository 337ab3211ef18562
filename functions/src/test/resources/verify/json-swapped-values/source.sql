INSERT INTO {t} (id, c) VALUES (1, '{"a": 1, "b": 2}');
INSERT INTO {t} (id, c) VALUES (2, '{"a": 1, "b": 2}');
