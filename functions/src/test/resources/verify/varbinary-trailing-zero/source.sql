INSERT INTO {t} (id, c) VALUES (1, x'00');
INSERT INTO {t} (id, c) VALUES (2, x'00');
