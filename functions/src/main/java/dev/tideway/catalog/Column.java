package dev.tideway.catalog;

import java.util.Optional;

/**
 * One column, from information_schema.COLUMNS of the source.
 *
 * @param name exact name
 * @param type DATA_TYPE in lower case; a MariaDB JSON column (LONGTEXT with a json_valid check) says {@code json}
 * @param columnType COLUMN_TYPE as printed, for example {@code enum('a','b')}, {@code bigint(20) unsigned}
 * @param nullable whether NULL is allowed
 * @param defaultValue literal (unquoted text) or expression, empty if there is none or it is NULL
 * @param defaultIsExpression whether {@code defaultValue} is SQL and not a literal
 * @param onUpdateNow whether ON UPDATE CURRENT_TIMESTAMP stands (with the column's fraction)
 * @param charset character set of text columns
 * @param collation collation of text columns
 * @param generation the expression of a generated column
 * @param stored whether a generated column is STORED
 * @param autoIncrement whether the column is AUTO_INCREMENT
 * @param comment the comment, possibly empty
 */
public record Column(
    String name,
    String type,
    String columnType,
    boolean nullable,
    Optional<String> defaultValue,
    boolean defaultIsExpression,
    boolean onUpdateNow,
    Optional<String> charset,
    Optional<String> collation,
    Optional<String> generation,
    boolean stored,
    boolean autoIncrement,
    String comment) {

  /** Whether the value is computed, so that DMS neither reads nor writes it. */
  public boolean generated() {
    return generation.isPresent();
  }

  /** Whether the number type has no sign. */
  public boolean unsigned() {
    return columnType.contains("unsigned");
  }
}
