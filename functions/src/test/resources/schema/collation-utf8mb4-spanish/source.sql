CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_spanish_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET utf8mb4 COLLATE utf8mb4_spanish_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET utf8mb4 COLLATE utf8mb4_spanish_ci
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_spanish_ci;
