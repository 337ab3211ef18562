INSERT INTO {t} (id, c) VALUES (1, 'é€ÿ');
INSERT INTO {t} (id, c) VALUES (2, 'é€ÿ');
