INSERT INTO {t} (id, c) VALUES (1, '{"k": 1, "k": 2}');
INSERT INTO {t} (id, c) VALUES (2, '{"k": 2}');
