INSERT INTO {t} VALUES ('é', 1), ('ü', 2), ('z', 3);
UPDATE {t} SET v = 9 WHERE k = 'ü';
