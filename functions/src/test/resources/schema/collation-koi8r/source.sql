CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET koi8r COLLATE koi8r_general_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET koi8r COLLATE koi8r_general_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET koi8r COLLATE koi8r_general_ci
) DEFAULT CHARSET=koi8r COLLATE=koi8r_general_ci;
