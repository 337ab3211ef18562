package dev.tideway.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column's default as information_schema prints it. MySQL prints literals without quotes and marks expressions in EXTRA (5.7 does not, but has only
 * CURRENT_TIMESTAMP). MariaDB prints literals in quotes, and prints NULL.
 *
 * @param value literal or SQL, empty for none
 * @param expression whether {@code value} is SQL
 */
record DefaultText(Optional<String> value, boolean expression) {
  private static final DefaultText NONE = new DefaultText(Optional.empty(), false);
  private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern BITS = Pattern.compile("(?i)(b'[01]*'|x'[0-9a-f]*'|0x[0-9a-f]*)");
  private static final Pattern NOW = Pattern.compile("(?i)(current_timestamp|now)(\\(\\d*\\))?");
  private static final Set<String> TIMES = Set.of("timestamp", "datetime");
  private static final Set<String> BINARY = Set.of("binary", "varbinary", "bit");

  /**
   * Parses what MySQL printed.
   *
   * @param type DATA_TYPE
   * @param printed COLUMN_DEFAULT
   * @param extra EXTRA
   * @param printing how the server prints expressions
   */
  static DefaultText mysql(String type, Optional<String> printed, String extra, ExpressionPrinting printing) {
    if (printed.isEmpty()) {
      // for TEXT, BLOB and JSON columns MySQL shows only that there is an expression
      return extra.contains("DEFAULT_GENERATED") ? new DefaultText(printed, true) : NONE;
    }
    String text = printed.get();
    if (extra.contains("DEFAULT_GENERATED")) {
      return new DefaultText(printing.read(text).or(() -> printed), true);
    }
    boolean sql = (TIMES.contains(type) && NOW.matcher(text).matches()) || (BINARY.contains(type) && BITS.matcher(text).matches());
    return new DefaultText(printed, sql);
  }

  /** Parses what MariaDB printed. */
  static DefaultText mariadb(Optional<String> printed) {
    if (printed.isEmpty() || printed.get().equalsIgnoreCase("NULL")) {
      return NONE;
    }
    String text = printed.get();
    Optional<String> literal = QuotedText.literal(text);
    if (literal.isPresent()) {
      return new DefaultText(literal, false);
    }
    return new DefaultText(printed, !NUMBER.matcher(text).matches());
  }
}
