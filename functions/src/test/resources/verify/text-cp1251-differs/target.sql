INSERT INTO {t} (id, c) VALUES (1, 'а');
INSERT INTO {t} (id, c) VALUES (2, 'a');
