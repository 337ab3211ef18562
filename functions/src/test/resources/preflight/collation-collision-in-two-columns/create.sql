CREATE TABLE t (id INT PRIMARY KEY, b INT, a VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_as_ci, UNIQUE KEY u (b, a));
INSERT INTO t VALUES (1, 1, 'resume'), (2, 1, 'résumé'), (3, 2, 'résumé');
