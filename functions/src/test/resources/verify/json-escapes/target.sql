INSERT INTO {t} (id, c) VALUES (1, '["\\u00e9\\b\\u2028", "\\/"]');
INSERT INTO {t} (id, c) VALUES (2, '["é\\b\\u2028", "/"]');
