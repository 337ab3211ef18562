package dev.tideway.catalog;

import java.util.Optional;

/** Finds in a SHOW CREATE TABLE what MySQL's information_schema does not print: expression defaults of TEXT, BLOB and JSON columns. */
final class ShowCreate {
  private static final String DEFAULT = " DEFAULT (";

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
