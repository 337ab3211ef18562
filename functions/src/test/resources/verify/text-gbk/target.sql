INSERT INTO {t} (id, c) VALUES (1, '中文');
INSERT INTO {t} (id, c) VALUES (2, '中文');
