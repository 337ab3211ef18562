CREATE TABLE t (
  k INT PRIMARY KEY,
  `日本` VARCHAR(20),
  a INT,
  KEY `ké` ((concat(`日本`, 'é,(')), a, (lower(`日本`)))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
