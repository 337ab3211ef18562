INSERT INTO {t} (id, c) VALUES (1, NULL);
INSERT INTO {t} (id, c) VALUES (2, -0e0);
