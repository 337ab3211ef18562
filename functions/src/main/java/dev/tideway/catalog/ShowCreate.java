package dev.tideway.catalog;

import dev.tideway.jdbc.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds in a SHOW CREATE what MySQL's information_schema does not print, or prints wrong: expression defaults of TEXT, BLOB and JSON
 * columns, literal defaults of TIMESTAMP columns in the session's time zone, expressions with characters beyond ASCII, and (8.0 to accounts
 * whose rights are global) the text of views.
 */
final class ShowCreate {
  private static final String DEFAULT = " DEFAULT (";
  private static final String GENERATED = " GENERATED ALWAYS AS (";
  private static final String LITERAL = " DEFAULT '";
  private static final String AS = "AS ";
  private static final String CHECK_OPTION = " WITH (CASCADED|LOCAL) CHECK OPTION$";

  private ShowCreate() {}

  /** The text of the column's {@code DEFAULT '…'}. */
  static Optional<String> literalDefault(String statement, String column) {
    return definition(statement, column)
        .filter(d -> d.contains(LITERAL))
        .flatMap(d -> Quoting.literal(d.substring(d.indexOf(LITERAL) + LITERAL.length() - 1).replaceFirst("(?s)^('[^']*').*", "$1")));
  }

  /** The expression of the column's {@code DEFAULT (…)}, without the outer parentheses. */
  static Optional<String> expressionDefault(String statement, String column) {
    return definition(statement, column)
        .filter(d -> d.contains(DEFAULT))
        .flatMap(d -> balanced(d, d.indexOf(DEFAULT) + DEFAULT.length()));
  }

  /** The expression of a generated column, without the outer parentheses. */
  static Optional<String> generation(String statement, String column) {
    return definition(statement, column)
        .filter(d -> d.contains(GENERATED))
        .flatMap(d -> balanced(d, d.indexOf(GENERATED) + GENERATED.length()));
  }

  /** The expressions among an index's parts, in order, without their outer parentheses. */
  static List<String> indexExpressions(String statement, String index) {
    List<String> expressions = new ArrayList<>();
    String head = " KEY " + Sql.name(index) + " (";
    int start = statement.indexOf(head);
    Optional<String> parts = start < 0 ? Optional.empty() : balanced(statement, start + head.length());
    String rest = parts.orElse("");
    while (!rest.isEmpty()) {
      // whatever stands before the next comma outside of quotes and parentheses is one part
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

  /** What stands behind the column's name in its line. */
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
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '\'') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '`') {
        quote = c;
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
