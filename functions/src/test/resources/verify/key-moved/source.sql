INSERT INTO {t} VALUES (1, 'r1', ''), (2, 'r2', ''), (3, 'r3', ''), (4, 'r4', ''), (5, 'r5', '');
INSERT INTO {t} VALUES (9, 'm', '');
