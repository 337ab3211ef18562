package dev.tideway.catalog;

import dev.tideway.jdbc.Sql;
import java.util.Optional;

/**
 * Finds in a SHOW CREATE what MySQL's information_schema does not print: expression defaults of TEXT, BLOB and JSON columns, and
 * (8.0 to accounts whose rights are global) the text of views.
 */
final class ShowCreate {
  private static final String DEFAULT = " DEFAULT (";
  private static final String AS = "AS ";
  private static final String CHECK_OPTION = " WITH (CASCADED|LOCAL) CHECK OPTION$";

  private ShowCreate() {}

  /** The expression of the column's {@code DEFAULT (…)}, without the outer parentheses. */
  static Optional<String> expressionDefault(String statement, String column) {
    String line = "\n  `" + column.replace("`", "``") + "` ";
    int start = statement.indexOf(line);
    if (start < 0) {
      return Optional.empty();
    }
    int end = statement.indexOf('\n', start + 1);
    String definition = statement.substring(start + line.length(), end < 0 ? statement.length() : end);
    int at = definition.indexOf(DEFAULT);
    return at < 0 ? Optional.empty() : balanced(definition, at + DEFAULT.length());
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
