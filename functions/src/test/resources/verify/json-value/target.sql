INSERT INTO {t} (id, c) VALUES (1, '{"a": {"b": [1, 2]}}');
INSERT INTO {t} (id, c) VALUES (2, '{"a": {"b": [2, 1]}}');
