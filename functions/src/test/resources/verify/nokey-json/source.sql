INSERT INTO {t} VALUES ('{"bb": 1, "a": 1.0}');
INSERT INTO {t} VALUES ('[1]');
