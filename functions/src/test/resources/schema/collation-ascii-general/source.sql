CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET ascii COLLATE ascii_general_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET ascii COLLATE ascii_general_ci
) DEFAULT CHARSET=ascii COLLATE=ascii_general_ci;
