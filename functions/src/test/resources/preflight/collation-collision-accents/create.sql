CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_ci, UNIQUE KEY u (a));
INSERT INTO t VALUES (1, 'resume'), (2, 'résumé'), (3, 'other');
