INSERT INTO {t} (id, c) VALUES (1, '漢🌊');
INSERT INTO {t} (id, c) VALUES (2, '漢🌊');
