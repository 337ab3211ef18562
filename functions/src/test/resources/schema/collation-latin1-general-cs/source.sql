CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET latin1 COLLATE latin1_general_cs NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET latin1 COLLATE latin1_general_cs DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET latin1 COLLATE latin1_general_cs
) DEFAULT CHARSET=latin1 COLLATE=latin1_general_cs;
