CREATE TABLE t (id INT PRIMARY KEY, salary INT);
CREATE USER IF NOT EXISTS 'column reader'@'%';
GRANT SELECT (id) ON t TO 'column reader'@'%';
