INSERT INTO {t} (id, c) VALUES (1, REPEAT('x', 5000));
INSERT INTO {t} (id, c) VALUES (2, CONCAT(REPEAT('x', 5000), ' '));
