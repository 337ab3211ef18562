INSERT INTO {t} (id, c) VALUES (1, x'C328');
INSERT INTO {t} (id, c) VALUES (2, x'C329');
