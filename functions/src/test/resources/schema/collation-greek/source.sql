CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET greek COLLATE greek_general_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET greek COLLATE greek_general_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET greek COLLATE greek_general_ci
) DEFAULT CHARSET=greek COLLATE=greek_general_ci;
