package dev.tideway.schema;

import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DEFAULT: literals stay, of expressions TiDB takes a fixed list. What it lacks is left out and said. */
final class DefaultRule implements ColumnRule {
  private static final Set<String> TIMES = Set.of("timestamp", "datetime");
  private static final Set<String> BINARIES = Set.of("binary", "varbinary");
  private static final Set<String> LOBS =
      Set.of("tinytext", "text", "mediumtext", "longtext", "tinyblob", "blob", "mediumblob", "longblob", "json");
  private static final Pattern NOW = Pattern.compile("(current_timestamp|now|localtime|localtimestamp)(\\(\\d*\\))?");
  private static final Pattern TODAY = Pattern.compile("(curdate|current_date)(\\(\\))?");
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(uuid\\(\\)|rand\\(\\d*\\)|uuid_to_bin\\(uuid\\(\\)(,\\s*\\w+)?\\)|json_(object|array|quote)\\(.*\\)"
              + "|replace\\((convert\\()?upper\\(uuid\\(\\)\\)( using utf8mb4\\))?,\\s*(_utf8mb4)?'-',\\s*(_utf8mb4)?''\\))",
          Pattern.DOTALL);
  private static final Pattern CONVERTED_UUID = Pattern.compile("convert\\(uuid\\(\\) using \\w+\\)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d*)?([eE][-+]?\\d+)?");
  private static final Pattern TEXT = Pattern.compile("(?:_\\w+)?'((?:[^'\\\\]|''|\\\\.)*)'", Pattern.DOTALL);
  private static final Pattern BITS = Pattern.compile("(?i)b'([01]*)'");
  private static final Pattern HEX = Pattern.compile("(?i)(?:x'([0-9a-f]*)'|0x([0-9a-f]*))");
  private static final Pattern FRACTION = Pattern.compile("\\((\\d)\\)");

  @Override
  public void apply(ColumnDraft draft, ConversionContext context) {
    if (draft.source.generated() || draft.source.autoIncrement() || draft.source.defaultValue().isEmpty()) {
      return;
    }
    String value = draft.source.defaultValue().get();
    draft.defaultSql = draft.source.defaultIsExpression() ? expression(draft, value.strip(), context) : literal(draft, value, context);
    if (draft.defaultSql.isEmpty()) {
      context.note(
          Finding.warning(
              "TW-P075", draft.object(), "DEFAULT " + value, "a default that TiDB has for " + draft.baseType(),
              "the column gets no default on the target: let the application give the value"));
    }
  }

  private static Optional<String> literal(ColumnDraft draft, String value, ConversionContext context) {
    String type = draft.baseType();
    if (LOBS.contains(type)) {
      return type.equals("json") && context.target.lobDefaults() ? JsonLiteral.expression(value).map(e -> "(" + e + ")") : Optional.empty();
    }
    if (BINARIES.contains(type)) {
      // the catalogue shows '?' or U+FFFD for bytes that are no text: such a default cannot be known
      boolean readable = value.chars().allMatch(c -> c < 0x80 && c != '?');
      return readable ? Optional.of("x'" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.US_ASCII)) + "'") : Optional.empty();
    }
    return Optional.of(Sql.quoted(value));
  }

  private static Optional<String> expression(ColumnDraft draft, String printed, ConversionContext context) {
    String value = withoutParentheses(printed);
    String lower = value.toLowerCase(Locale.ROOT);
    String type = draft.baseType();
    if (NOW.matcher(lower).matches()) {
      return now(draft, type);
    }
    if (TODAY.matcher(lower).matches()) {
      // on a text column TiDB would freeze it to the day of the CREATE
      return type.equals("date") || type.equals("datetime") ? Optional.of("(CURRENT_DATE)") : Optional.empty();
    }
    if (BITS.matcher(value).matches()) {
      return type.equals("bit") ? Optional.of(value) : Optional.empty();
    }
    Matcher hex = HEX.matcher(value);
    if (hex.matches()) {
      return bytes(type, hex.group(1) == null ? hex.group(2) : hex.group(1));
    }
    if (NUMBER.matcher(value).matches() && !LOBS.contains(type)) {
      return Optional.of(value);
    }
    Matcher text = TEXT.matcher(value);
    if (text.matches()) {
      return literal(draft, unescaped(text.group(1)), context);
    }
    if (LOBS.contains(type) && !context.target.lobDefaults()) {
      return Optional.empty();
    }
    if (CONVERTED_UUID.matcher(lower).matches()) {
      return Optional.of("(uuid())");
    }
    return ALLOWED.matcher(lower).matches() ? Optional.of("(" + value + ")") : Optional.empty();
  }

  private static Optional<String> now(ColumnDraft draft, String type) {
    if (TIMES.contains(type)) {
      return Optional.of("CURRENT_TIMESTAMP" + fraction(draft));
    }
    return type.equals("date") ? Optional.of("(CURRENT_DATE)") : Optional.empty();
  }

  /** The column's fraction in parentheses: a default of another fraction is refused. */
  static String fraction(ColumnDraft draft) {
    Matcher matcher = FRACTION.matcher(draft.type);
    return matcher.find() && !matcher.group(1).equals("0") ? "(" + matcher.group(1) + ")" : "";
  }

  /** TiDB stores bytes of a default that are not UTF-8 as replacement characters; MySQL prints one that starts with 0x00 as "0x". */
  private static Optional<String> bytes(String type, String digits) {
    boolean safe = digits.length() % 2 == 0 && !digits.isEmpty();
    if (safe) {
      for (byte b : HexFormat.of().parseHex(digits)) {
        safe = safe && b >= 0;
      }
    }
    return safe && (BINARIES.contains(type) || type.equals("bit")) ? Optional.of("x'" + digits + "'") : Optional.empty();
  }

  private static String withoutParentheses(String text) {
    String value = text;
    while (value.startsWith("(") && closing(value) == value.length() - 1) {
      value = value.substring(1, value.length() - 1).strip();
    }
    return value;
  }

  /** Where the parenthesis closes that the text opens with. */
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
