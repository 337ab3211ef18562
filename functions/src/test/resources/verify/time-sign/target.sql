INSERT INTO {t} (id, c) VALUES (1, '-00:00:01');
INSERT INTO {t} (id, c) VALUES (2, '00:00:01');
