package dev.tideway.model;

import dev.tideway.jdbc.Sql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in a SHOW CREATE what information_schema does not print, or prints incorrectly: expression defaults of TEXT, BLOB and JSON columns, literal defaults
 * of TIMESTAMP columns in the session's time zone and of binary columns, expressions with characters of other character sets, and the text of views.
 */
final class ShowCreate {
  private static final String DEFAULT = " DEFAULT ";
  private static final String GENERATED = " GENERATED ALWAYS AS (";
  private static final String CHECK = " CHECK (";
  private static final Pattern HEX = Pattern.compile("0x((?:[0-9A-Fa-f]{2})+)");
  private static final String AS = "AS ";
  private static final String CHECK_OPTION = " WITH (CASCADED|LOCAL) CHECK OPTION$";

  private ShowCreate() {}

  /** The text of the column's {@code DEFAULT '…'}. */
  static Optional<String> literalDefault(String statement, String column) {
    return definition(statement, column).flatMap(d -> behind(d, DEFAULT)).flatMap(ShowCreate::quoted).flatMap(QuotedText::literal);
  }

  /** The bytes of a binary column's literal default. 9.x prints bytes that are not text as {@code 0x…}. Empty if the bytes cannot be determined. */
  static Optional<byte[]> bytesDefault(String statement, String column) {
    Optional<String> printed = definition(statement, column).flatMap(d -> behind(d, DEFAULT));
    Optional<String> digits = printed.map(HEX::matcher).filter(Matcher::lookingAt).map(m -> m.group(1));
    return digits.isPresent()
        ? digits.map(HexFormat.of()::parseHex)
        : printed.flatMap(ShowCreate::quoted).flatMap(QuotedText::literal).filter(t -> !doubtful(t)).map(t -> t.getBytes(StandardCharsets.UTF_8));
  }

  /** Servers print '?' for a byte that is not text, and drivers print U+FFFD. */
  private static boolean doubtful(String text) {
    return text.contains("?") || text.contains("\ufffd");
  }

  /** The expression of the column's {@code DEFAULT (…)}, without the outer parentheses. MariaDB prints no parentheses around a function. */
  static Optional<String> expressionDefault(String statement, String column) {
    return definition(statement, column).flatMap(d -> behind(d, DEFAULT)).flatMap(ShowCreate::expression);
  }

  private static Optional<String> expression(String text) {
    if (text.startsWith("(")) {
      return balanced(text, 1);
    }
    int open = text.indexOf('(');
    return open < 0 ? Optional.empty() : balanced(text, open + 1).map(arguments -> text.substring(0, open + 1) + arguments + ")");
  }

  /** The expression of a generated column, without the outer parentheses. */
  static Optional<String> generation(String statement, String column) {
    return definition(statement, column).flatMap(d -> behind(d, GENERATED)).flatMap(g -> balanced(g, 0));
  }

  /** The condition of a CHECK constraint, without the outer parentheses. MariaDB gives the check of a column the column's name. */
  static Optional<String> check(String statement, String name) {
    String head = "CONSTRAINT " + Sql.name(name) + CHECK;
    int start = statement.indexOf(head);
    return start < 0 ? definition(statement, name).flatMap(d -> behind(d, CHECK)).flatMap(c -> balanced(c, 0)) : balanced(statement, start + head.length());
  }

  /** The text after those words of a definition, outside of quotes and parentheses. */
  private static Optional<String> behind(String definition, String words) {
    int depth = 0;
    for (int i = 0; i < definition.length(); i++) {
      char c = definition.charAt(i);
      if (c == '\'' || c == '`') {
        i = closing(definition, i);
      } else if (depth == 0 && definition.startsWith(words, i)) {
        return Optional.of(definition.substring(i + words.length()));
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
      }
    }
    return Optional.empty();
  }

  /** The literal at the beginning of a text, with its quotes. */
  private static Optional<String> quoted(String text) {
    int end = text.startsWith("'") ? closing(text, 0) : text.length();
    return end < text.length() ? Optional.of(text.substring(0, end + 1)) : Optional.empty();
  }

  /** The position of the quote that closes the one at {@code open}; the text's length if there is none. */
  private static int closing(String text, int open) {
    char quote = text.charAt(open);
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote == '\'') {
        i++;
      } else if (c == quote) {
        if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
          return i;
        }
        i++;
      }
    }
    return text.length();
  }

  /** The expressions among an index's parts, in order, without their outer parentheses. */
  static List<String> indexExpressions(String statement, String index) {
    List<String> expressions = new ArrayList<>();
    String head = " KEY " + Sql.name(index) + " (";
    int start = statement.indexOf(head);
    Optional<String> parts = start < 0 ? Optional.empty() : balanced(statement, start + head.length());
    String rest = parts.orElse("");
    while (!rest.isEmpty()) {
      // everything before the next comma outside of quotes and parentheses is one part
      Optional<String> expression = rest.startsWith("(") ? balanced(rest, 1) : Optional.empty();
      expression.ifPresent(expressions::add);
      int end = comma(rest, expression.map(e -> e.length() + 2).orElse(0));
      rest = end < 0 ? "" : rest.substring(end + 1);
    }
    return expressions;
  }

  private static int comma(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '`') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** The text after the column's name in its line. */
  private static Optional<String> definition(String statement, String column) {
    String line = "\n  `" + column.replace("`", "``") + "` ";
    int start = statement.indexOf(line);
    if (start < 0) {
      return Optional.empty();
    }
    int end = statement.indexOf('\n', start + 1);
    return Optional.of(statement.substring(start + line.length(), end < 0 ? statement.length() : end));
  }

  /** The SELECT of a SHOW CREATE VIEW. */
  static Optional<String> select(String statement, String schema, String view) {
    String name = " VIEW " + Sql.name(schema, view) + " ";
    int start = statement.indexOf(name);
    if (start < 0) {
      return Optional.empty();
    }
    String rest = statement.substring(start + name.length());
    if (rest.startsWith("(")) {
      Optional<String> columns = balanced(rest, 1);
      if (columns.isEmpty()) {
        return Optional.empty();
      }
      rest = rest.substring(columns.get().length() + 2).stripLeading();
    }
    return rest.startsWith(AS) ? Optional.of(rest.substring(AS.length()).replaceFirst(CHECK_OPTION, "")) : Optional.empty();
  }

  private static Optional<String> balanced(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '`') {
        i = closing(text, i);
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
        if (depth == 0) {
          return Optional.of(text.substring(from, i));
        }
      }
    }
    return Optional.empty();
  }
}
