INSERT INTO {t} (id, c) VALUES (1, x'61');
INSERT INTO {t} (id, c) VALUES (2, x'61000000');
