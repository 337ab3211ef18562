package dev.tideway.model;

/** What kind of MySQL-compatible server it is; decides the wording of fixes. */
public enum Flavour {
  /** MySQL that somebody runs. */
  mysql,
  /** MariaDB that somebody runs. */
  mariadb,
  /** Amazon RDS for MySQL or MariaDB. */
  rds,
  /** Amazon Aurora MySQL. */
  aurora,
  /** TiDB. */
  tidb,
  /** None of them. */
  unknown
}
