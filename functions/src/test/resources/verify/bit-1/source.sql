INSERT INTO {t} (id, c) VALUES (1, b'0');
INSERT INTO {t} (id, c) VALUES (2, b'0');
