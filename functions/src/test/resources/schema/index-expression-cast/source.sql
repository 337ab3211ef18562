CREATE TABLE t (
  k INT PRIMARY KEY,
  j JSON,
  KEY e1 ((cast(json_extract(j, '$.a') as unsigned))),
  KEY e2 ((cast(json_unquote(json_extract(j, '$.b')) as char(20) charset utf8mb4) collate utf8mb4_bin))
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
