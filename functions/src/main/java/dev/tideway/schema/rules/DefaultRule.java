package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DEFAULT. Literals are kept. TiDB accepts a fixed list of expressions. An expression that it does not accept is left out and reported. */
final class DefaultRule implements ColumnRule {
  private static final Set<String> TIMES = Set.of("timestamp", "datetime");
  private static final Set<String> BINARIES = Set.of("binary", "varbinary");
  private static final Set<String> LOBS =
      Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json");
  private static final Pattern NOW = Pattern.compile("(current_timestamp|now|localtime|localtimestamp)(\\(\\d*\\))?");
  private static final Pattern TODAY = Pattern.compile("(curdate|current_date)(\\(\\))?");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(date_format\\(now\\(\\),(_utf8mb4)?'(%y-%m|%y-%m-%d|%y-%m-%d %h.%i.%s|%y-%m-%d %h:%i:%s)'\\)"
              + "|upper\\(substring_index\\(user\\(\\),(_utf8mb4)?'@',1\\)\\)"
              + "|uuid\\(\\)|rand\\(\\d*\\)|uuid_to_bin\\(uuid\\(\\)(,\\s*\\w+)?\\)|json_(object|array|quote)\\(.*\\)"
              + "|replace\\((convert\\()?upper\\(uuid\\(\\)\\)( using utf8mb4\\))?,\\s*(_utf8mb4)?'-',\\s*(_utf8mb4)?''\\))",
          Pattern.DOTALL);
  private static final Pattern CONVERTED_UUID = Pattern.compile("convert\\(uuid\\(\\) using \\w+\\)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");
  private static final Pattern NEGATED = Pattern.compile("^-\\s*\\((\\d+(?:\\.\\d*)?)\\)$");
  private static final Pattern TEXT = Pattern.compile("(?:_\\w+)?'((?:[^'\\\\]|''|\\\\.)*+)'", Pattern.DOTALL);
  private static final Pattern BITS = Pattern.compile("(?i)b'([01]*)'");
  private static final Pattern HEX = Pattern.compile("(?i)(?:x'([0-9a-f]*)'|0x([0-9a-f]*))");
  private static final Pattern FRACTION = Pattern.compile("\\((\\d)\\)");

  /** A default as it must be. The expression is SQL that follows DEFAULT, without change or in parentheses. */
  private record Written(String value, boolean expression) {
    static Optional<Written> literal(String value) {
      return Optional.of(new Written(value, false));
    }

    static Optional<Written> sql(String value) {
      return Optional.of(new Written(value, true));
    }
  }

  @Override
  public String name() {
    return "default";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (column.generated() || column.autoIncrement() || (column.defaultValue().isEmpty() && !column.defaultIsExpression())) {
      return column.defaultingTo(Optional.empty(), false);
    }
    String value = column.defaultValue().orElse("a value that the source's catalogue does not print");
    if (column.defaultIsExpression() && withoutParentheses(value.strip()).equalsIgnoreCase("null")) {
      return column.defaultingTo(Optional.empty(), false);
    }
    Optional<Written> written = Optional.empty();
    if (column.defaultValue().isPresent()) {
      written = column.defaultIsExpression() ? expression(column, value.strip(), context) : literal(column, value, context);
    }
    if (written.isEmpty()) {
      context.report(
          Finding.warning(
              FindingCode.DEFAULT_LEFT_OUT, table.id() + "." + column.name(), "DEFAULT " + value, "a default that TiDB has for " + column.type(),
              "the column gets no default on the target: let the application set the value"
                  + (column.nullable() ? "" : "; the column is NOT NULL, so an INSERT without it fails there (error 1364)")));
    }
    return column.defaultingTo(written.map(Written::value), written.map(Written::expression).orElse(false));
  }

  private static Optional<Written> literal(Column column, String value, ConversionContext context) {
    String type = column.type();
    if (LOBS.contains(type)) {
      return type.equals("json") && context.target().lobDefaults()
          ? JsonLiteral.expression(value).map(e -> new Written(e, true))
          : Optional.empty();
    }
    if (BINARIES.contains(type)) {
      return Written.sql("x'" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "'");
    }
    return Written.literal(value);
  }

  private static Optional<Written> expression(Column column, String printed, ConversionContext context) {
    String value = NEGATED.matcher(withoutParentheses(printed)).replaceFirst("-$1");
    String lower = value.toLowerCase(Locale.ROOT);
    String type = column.type();
    if (NOW.matcher(lower).matches()) {
      return now(column);
    }
    if (TODAY.matcher(lower).matches()) {
      // on a text column TiDB would evaluate it once, at CREATE, and store that date
      return type.equals("date") || type.equals("datetime") ? Written.sql("CURRENT_DATE") : Optional.empty();
    }
    if (BITS.matcher(value).matches()) {
      return type.equals("bit") ? Written.sql(value) : Optional.empty();
    }
    Matcher hex = HEX.matcher(value);
    if (hex.matches()) {
      return bytes(type, hex.group(1) == null ? hex.group(2) : hex.group(1));
    }
    if (NUMBER.matcher(value).matches() && !LOBS.contains(type)) {
      return Written.literal(value);
    }
    Matcher text = TEXT.matcher(value);
    if (text.matches()) {
      return literal(column, unescaped(text.group(1)), context);
    }
    if (LOBS.contains(type) && !context.target().lobDefaults()) {
      return Optional.empty();
    }
    if (CONVERTED_UUID.matcher(lower).matches()) {
      return Written.sql("uuid()");
    }
    return ALLOWED.matcher(lower).matches() ? Written.sql(context.rewrite().texts(value)) : Optional.empty();
  }

  private static Optional<Written> now(Column column) {
    if (TIMES.contains(column.type())) {
      return Written.sql("CURRENT_TIMESTAMP" + fraction(column));
    }
    return column.type().equals("date") ? Written.sql("CURRENT_DATE") : Optional.empty();
  }

  /** The column's fraction in parentheses: a default with a different fraction is refused. */
  private static String fraction(Column column) {
    Matcher matcher = FRACTION.matcher(column.columnType());
    return matcher.find() && !matcher.group(1).equals("0") ? "(" + matcher.group(1) + ")" : "";
  }

  /** The bytes of a default. TiDB stores bytes that are not UTF-8 as replacement characters, and keeps any UTF-8 (measured on 8.5.6). */
  private static Optional<Written> bytes(String type, String digits) {
    boolean binary = BINARIES.contains(type) || type.equals("bit");
    return binary && digits.length() % 2 == 0 && utf8(HexFormat.of().parseHex(digits)) ? Written.sql("x'" + digits + "'") : Optional.empty();
  }

  private static boolean utf8(byte[] bytes) {
    return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
  }

  private static String withoutParentheses(String text) {
    String value = text;
    while (value.startsWith("(") && closing(value) == value.length() - 1) {
      value = value.substring(1, value.length() - 1).strip();
    }
    return value;
  }

  /** The position of the parenthesis that closes the one at the beginning of the text. */
  private static int closing(String text) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  private static String unescaped(String text) {
    return text.replace("''", "'").replace("\\'", "'").replace("\\\\", "\\");
  }
}
