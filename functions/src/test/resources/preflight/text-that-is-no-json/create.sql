CREATE TABLE t (id INT PRIMARY KEY, j JSON);
SET check_constraint_checks = 0;
INSERT INTO t VALUES (1, ''), (2, '{not json'), (3, '[1]');
SET check_constraint_checks = 1;
