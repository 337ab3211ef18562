INSERT INTO {t} (id, c) VALUES (1, '{"a": null}');
INSERT INTO {t} (id, c) VALUES (2, '{}');
