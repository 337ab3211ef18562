INSERT INTO {t} (id, c) VALUES (1, 4.9e-324);
INSERT INTO {t} (id, c) VALUES (2, 4.9e-324);
