INSERT INTO {t} (id, c) VALUES (1, 'a,c');
INSERT INTO {t} (id, c) VALUES (2, 'a,b,c');
