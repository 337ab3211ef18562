package dev.tideway.model;

/** The kind of a MySQL-compatible server. It decides the wording of fixes. */
public enum Flavour {
  /** Self-managed MySQL. */
  mysql,
  /** Self-managed MariaDB. */
  mariadb,
  /** Amazon RDS for MySQL or MariaDB. */
  rds,
  /** Amazon Aurora MySQL. */
  aurora,
  /** TiDB. */
  tidb,
  /** None of these. */
  unknown
}
