CREATE TABLE t (
  k VARCHAR(40) CHARACTER SET gbk COLLATE gbk_chinese_ci NOT NULL PRIMARY KEY,
  v CHAR(7) CHARACTER SET gbk COLLATE gbk_chinese_ci DEFAULT 'x',
  e ENUM('a','b') CHARACTER SET gbk COLLATE gbk_chinese_ci
) DEFAULT CHARSET=gbk COLLATE=gbk_chinese_ci;
