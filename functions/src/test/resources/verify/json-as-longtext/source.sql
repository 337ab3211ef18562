INSERT INTO {t} (id, c) VALUES (1, '{"a":1}');
INSERT INTO {t} (id, c) VALUES (2, '{"a":1}');
