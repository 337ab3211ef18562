INSERT INTO {t} (id, c) VALUES (1, '中');
INSERT INTO {t} (id, c) VALUES (2, '中');
