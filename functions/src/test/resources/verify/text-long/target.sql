INSERT INTO {t} (id, c) VALUES (1, CONCAT(REPEAT('é', 70000), 'a'));
INSERT INTO {t} (id, c) VALUES (2, CONCAT(REPEAT('é', 70000), 'b'));
