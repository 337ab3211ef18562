package dev.tideway.schema.drift;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether two servers print the same expression. Each server prints the parsed expression in its own form: spaces, parentheses, introducers,
 * synonyms. Parentheses are not compared: a server prints the parentheses that its operators need, and only a person could have moved one.
 */
final class ExpressionText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|(?<name>`(?:[^`]|``)*+`)|(?<hex>0x[0-9a-fA-F]+\\b|[xX]'[0-9a-fA-F]*')|(?<bits>[bB]'[01]*')"
              + "|(?<text>'(?:[^'\\\\]|''|\\\\.)*+'|\"(?:[^\"\\\\]|\"\"|\\\\.)*+\")"
              + "|(?<number>(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?(?![\\w$]))|(?<word>[\\p{L}_$@][\\p{L}\\p{N}_$@]*)"
              + "|(?<operator><=>|->>|->|<>|!=|<=|>=|<<|>>|:=|\\|\\||&&|.)",
          Pattern.DOTALL);

  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("<>", "!="), Map.entry("&&", "and"), Map.entry("||", "or"), Map.entry("mod", "%"), Map.entry("rlike", "regexp"),
          Map.entry("true", "1"), Map.entry("false", "0"), Map.entry("curdate", "current_date"), Map.entry("now", "current_timestamp"),
          Map.entry("localtime", "current_timestamp"), Map.entry("localtimestamp", "current_timestamp"), Map.entry("substring", "substr"),
          Map.entry("character_length", "char_length"), Map.entry("utf8mb3", "utf8"), Map.entry("lcase", "lower"), Map.entry("ucase", "upper"));

  private ExpressionText() {}

  /** The same text for equal expressions. */
  static String canonical(String expression) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression);
    while (matcher.find()) {
      token(matcher).ifPresent(t -> add(tokens, t));
    }
    return String.join(" ", tokens);
  }

  private static Optional<String> token(Matcher matcher) {
    if (matcher.group("name") != null) {
      String name = matcher.group("name");
      return Optional.of(name.substring(1, name.length() - 1).replace("``", "`").toLowerCase(Locale.ROOT));
    }
    if (matcher.group("hex") != null) {
      String hex = matcher.group("hex").toLowerCase(Locale.ROOT);
      return Optional.of("x'" + (hex.startsWith("0x") ? hex.substring(2) : hex.substring(2, hex.length() - 1)) + "'");
    }
    if (matcher.group("bits") != null) {
      return Optional.of(matcher.group("bits").toLowerCase(Locale.ROOT));
    }
    if (matcher.group("text") != null) {
      String text = matcher.group("text");
      return Optional.of("'" + unescaped(text.substring(1, text.length() - 1), text.charAt(0)) + "'");
    }
    if (matcher.group("number") != null) {
      return Optional.of(new BigDecimal(matcher.group("number")).stripTrailingZeros().toPlainString());
    }
    if (matcher.group("word") != null) {
      String word = matcher.group("word").toLowerCase(Locale.ROOT);
      return Optional.of(SYNONYMS.getOrDefault(word, word));
    }
    String operator = matcher.group("operator");
    return operator == null || operator.equals("(") || operator.equals(")") ? Optional.empty() : Optional.of(SYNONYMS.getOrDefault(operator, operator));
  }

  private static void add(List<String> tokens, String token) {
    String last = tokens.isEmpty() ? "" : tokens.getLast();
    String before = tokens.size() < 2 ? "" : tokens.get(tokens.size() - 2);
    if (token.startsWith("'") && last.startsWith("_")) {
      tokens.removeLast();
      tokens.add(token);
    } else if (last.equals("using") && token.length() > 1 && token.startsWith("'")) {
      // TiDB prints the character set's name in quotes
      tokens.add(token.substring(1, token.length() - 1));
    } else if (last.equals("character") && token.equals("set")) {
      tokens.removeLast();
      tokens.add("charset");
    } else if (last.equals("charset") && !before.isEmpty()) {
      // CAST(… AS CHAR CHARSET utf8mb4): TiDB does not print the character set, and supports no other
      tokens.removeLast();
    } else if (token.equals("interval") && last.equals(",")) {
      // a + INTERVAL 1 DAY and DATE_ADD(a, INTERVAL 1 DAY)
      tokens.removeLast();
      tokens.add(tokens.remove("date_sub") ? "-" : "+");
      tokens.remove("date_add");
      tokens.add(token);
    } else {
      tokens.add(token);
    }
  }

  /** The text without any backslashes: TiDB prints backslashes inside a text without doubling them. */
  private static String unescaped(String text, char quote) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
        i++;
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        c =
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              case 'r' -> '\r';
              case '0' -> '\0';
              default -> text.charAt(i);
            };
      }
      if (c != '\\') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
