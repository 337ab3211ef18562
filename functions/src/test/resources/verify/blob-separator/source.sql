INSERT INTO {t} (id, c) VALUES (1, x'FF');
INSERT INTO {t} (id, c) VALUES (2, x'FF');
