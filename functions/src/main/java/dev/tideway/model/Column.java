package dev.tideway.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One column, as on the source or as it must be on the target.
 *
 * @param name exact name
 * @param type DATA_TYPE in lower case; a MariaDB JSON column (LONGTEXT with a json_valid check) says {@code json}
 * @param columnType COLUMN_TYPE as printed, for example {@code enum('a','b')}, {@code bigint(20) unsigned}
 * @param nullable whether NULL is allowed
 * @param defaultValue literal (unquoted text) or expression, empty if there is none or it is NULL
 * @param defaultIsExpression whether {@code defaultValue} is SQL and not a literal
 * @param onUpdateNow whether it has ON UPDATE CURRENT_TIMESTAMP (with the column's fraction)
 * @param charset character set of text columns
 * @param collation collation of text columns
 * @param generation the expression of a generated column, without outer parentheses of its clause
 * @param stored whether a generated column is STORED
 * @param autoIncrement whether the column is AUTO_INCREMENT
 * @param comment the comment, possibly empty
 * @param invisible whether {@code SELECT *} omits it (MySQL 8.0.23, MariaDB 10.3)
 * @param autoRandom how TiDB generates its values, if it is AUTO_RANDOM
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
    String comment,
    boolean invisible,
    Optional<AutoRandom> autoRandom) {

  private static final Set<String> VERSIONING = Set.of("ROW START", "ROW END");

  /** A visible column without AUTO_RANDOM. */
  public Column(
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
    this(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, false, Optional.empty());
  }

  /**
   * TiDB's AUTO_RANDOM(shardBits, rangeBits).
   *
   * @param shardBits number of shard bits, which scatter the rows, 1 to 15
   * @param rangeBits number of all bits, 32 to 64
   */
  public record AutoRandom(int shardBits, int rangeBits) {}

  /** Whether the value is computed. DMS neither reads nor writes such a column. */
  public boolean generated() {
    return generation.isPresent();
  }

  /**
   * Whether it is the start or end of the period of a system-versioned table (MariaDB's {@code AS ROW START}). The server sets it, and only historical
   * rows need it, so no target gets it.
   */
  public boolean versioning() {
    return generation.filter(VERSIONING::contains).isPresent();
  }

  /** Whether the number type has no sign. */
  public boolean unsigned() {
    return columnType.contains("unsigned");
  }

  /** The same column with another type, in the format of COLUMN_TYPE. */
  public Column withType(String columnType) {
    String word = columnType.replaceFirst("[ (].*", "").toLowerCase(Locale.ROOT);
    return new Column(
        name, word, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column with another character set and collation. */
  public Column withText(Optional<String> charset, Optional<String> collation) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column with another default. */
  public Column withDefault(Optional<String> value, boolean expression) {
    return new Column(
        name, type, columnType, nullable, value, expression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column with another generation expression, or with none. */
  public Column withGeneration(Optional<String> expression, boolean stored) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, expression, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column with another comment. */
  public Column withComment(String comment) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column, invisible or not. */
  public Column withInvisible(boolean invisible) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column, with AUTO_INCREMENT or without. */
  public Column withAutoIncrement(boolean autoIncrement) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }

  /** The same column, with AUTO_RANDOM or without. */
  public Column withAutoRandom(Optional<AutoRandom> autoRandom) {
    return new Column(
        name, type, columnType, nullable, defaultValue, defaultIsExpression, onUpdateNow,
        charset, collation, generation, stored, autoIncrement, comment, invisible, autoRandom);
  }
}
