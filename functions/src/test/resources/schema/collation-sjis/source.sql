CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET sjis COLLATE sjis_japanese_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET sjis COLLATE sjis_japanese_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET sjis COLLATE sjis_japanese_ci
) DEFAULT CHARSET=sjis COLLATE=sjis_japanese_ci;
