CREATE TABLE t (
  k INT PRIMARY KEY,
  a ENUM('a\nb','c\rd','e\tf','q\\z','é','it''s','g"h','') DEFAULT 'a\nb',
  b SET('a\nb','x') DEFAULT 'a\nb,x'
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
