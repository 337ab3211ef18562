CREATE TABLE p (a INT, b INT, PRIMARY KEY (a, b));
CREATE TABLE c (id INT PRIMARY KEY, a INT, b INT, CONSTRAINT c_p FOREIGN KEY (a, b) REFERENCES p (a, b));
SET foreign_key_checks = 0;
INSERT INTO p VALUES (1, 1);
INSERT INTO c VALUES (1, 1, 1), (2, 1, 2), (3, 1, NULL);
SET foreign_key_checks = 1;
