CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_german1_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET latin1 COLLATE latin1_german1_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET latin1 COLLATE latin1_german1_ci
) DEFAULT CHARSET=latin1 COLLATE=latin1_german1_ci;
