package dev.tideway.schema.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Splits SQL expressions, as servers print them, into tokens. The joined tokens are the same text again. */
final class SqlText {
  private SqlText() {}

  /** The kind of a token. */
  enum Kind {
    /** A bare word: keyword, function, number with letters, charset introducer. */
    word,
    /** An identifier in back-ticks. */
    name,
    /** A string in quotes. */
    string,
    /** Digits. */
    number,
    /** White space. */
    space,
    /** Any other character; each is one token. */
    sign
  }

  /**
   * One token.
   *
   * @param kind its kind
   * @param text as printed
   */
  record Token(Kind kind, String text) {
    /** Whether it is that sign, or that word in any case. */
    boolean is(String other) {
      return kind != Kind.name && kind != Kind.string && text.equalsIgnoreCase(other);
    }

    /** The identifier of a name, the content of a string between its quotes, or the lower-case text of any other token. */
    String value() {
      return switch (kind) {
        case name -> content().replace("``", "`");
        case string -> content();
        case word, number, space, sign -> text.toLowerCase(Locale.ROOT);
      };
    }

    private String content() {
      return text.substring(1, Math.max(1, text.length() - 1));
    }
  }

  /** The tokens of any text. A quote that never closes ends at the end of the text. */
  static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end;
      Kind kind;
      if (c == '`') {
        kind = Kind.name;
        end = quoted(text, i);
      } else if (c == '\'' || c == '"') {
        kind = Kind.string;
        end = quoted(text, i);
      } else if (Character.isWhitespace(c)) {
        kind = Kind.space;
        end = i + 1;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
          end++;
        }
      } else if (part(c)) {
        end = i + 1;
        while (end < text.length() && part(text.charAt(end))) {
          end++;
        }
        kind = text.substring(i, end).chars().allMatch(Character::isDigit) ? Kind.number : Kind.word;
      } else {
        kind = Kind.sign;
        end = i + 1;
      }
      tokens.add(new Token(kind, text.substring(i, end)));
      i = end;
    }
    return tokens;
  }

  static String text(List<Token> tokens) {
    return tokens.stream().map(Token::text).collect(Collectors.joining());
  }

  private static boolean part(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
  }

  /** The position after the quoted token that starts there. */
  private static int quoted(String text, int start) {
    char quote = text.charAt(start);
    int i = start + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '`') {
        i++;
      } else if (c == quote) {
        if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i++;
        } else {
          return i + 1;
        }
      }
      i++;
    }
    return text.length();
  }
}
