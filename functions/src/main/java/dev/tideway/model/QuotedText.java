package dev.tideway.model;

import java.util.Optional;

/** Reads the quoted texts that servers print in their catalogues. */
final class QuotedText {
  private QuotedText() {}

  /** The value of a text that is one string literal in single quotes and nothing else. */
  static Optional<String> literal(String text) {
    if (text.length() < 2 || text.charAt(0) != '\'' || text.charAt(text.length() - 1) != '\'') {
      return Optional.empty();
    }
    StringBuilder value = new StringBuilder();
    int last = text.length() - 1;
    for (int i = 1; i < last; i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        if (i + 1 >= last || text.charAt(i + 1) != '\'') {
          return Optional.empty();
        }
        i++;
      } else if (c == '\\') {
        i++;
        if (i >= last) {
          return Optional.empty();
        }
        c = escaped(text.charAt(i));
      }
      value.append(c);
    }
    return Optional.of(value.toString());
  }

  private static char escaped(char c) {
    return switch (c) {
      case '0' -> '\0';
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> '\u001a';
      default -> c;
    };
  }

  /** MySQL 8 escapes expressions in its catalogue once more than in SHOW CREATE TABLE: {@code \\'a\\'} for {@code 'a'}. */
  static String unescapeOnce(String expression) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c == '\\' && i + 1 < expression.length()) {
        i++;
        c = escaped(expression.charAt(i));
      }
      text.append(c);
    }
    return text.toString();
  }
}
