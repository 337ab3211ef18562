package dev.tideway.schema.rules;

import dev.tideway.schema.rules.SqlText.Kind;
import dev.tideway.schema.rules.SqlText.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrites an expression of the source so that TiDB accepts it: character sets and collations that it lacks, functions that it lacks and that other
 * functions can replace, words that it reserves. Everything else stays as the source prints it.
 */
final class SqlRewrite {
  /** Words that TiDB 8.5.6 refuses as bare names and MySQL 8.0.15 does not (measured). */
  private static final Set<String> RESERVED =
      Set.of("array", "current_role", "ilike", "intersect", "tablesample", "tidb_current_tso", "until");

  /** Functions that generated columns, indexes and CHECK constraints of TiDB refuse (3102), or accept and cannot run. */
  private static final Set<String> REFUSED = Set.of("soundex", "extractvalue", "updatexml", "match", "load_file", "get_lock", "sformat");

  /** SQL keywords that can precede a parenthesis. */
  private static final Set<String> SYNTAX =
      Set.of(
          "cast", "case", "when", "then", "else", "and", "or", "xor", "not", "in", "between", "like", "is", "div", "mod", "interval", "convert",
          "binary", "rlike", "regexp", "escape");

  private final Capabilities target;

  SqlRewrite(Capabilities target) {
    this.target = target;
  }

  /** The expression for a generated column, an index, a CHECK constraint or a partitioning. */
  String expression(String sql) {
    String text = sql;
    if (text.toLowerCase(Locale.ROOT).contains("nullif")) {
      text = calls(text, "nullif", 2, a -> "if((" + a.get(0) + " = " + a.get(1) + "),NULL," + a.get(0) + ")");
    }
    if (text.toLowerCase(Locale.ROOT).contains("json_value")) {
      text = calls(text, "json_value", 2, SqlRewrite::jsonValue);
    }
    return texts(text);
  }

  /** The text of a view, in which all functions are allowed. */
  String texts(String sql) {
    List<Token> tokens = SqlText.tokens(sql);
    List<Token> out = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      out.add(token(tokens, i));
    }
    return SqlText.text(out);
  }

  private Token token(List<Token> tokens, int i) {
    Token token = tokens.get(i);
    if (token.kind() != Kind.word) {
      return token;
    }
    String word = token.value();
    Optional<Token> next = next(tokens, i);
    if (word.startsWith("_") && next.filter(n -> n.kind() == Kind.string || n.is("x") || n.is("b") || n.value().startsWith("0x")).isPresent()) {
      return known(word.substring(1)) ? token : new Token(Kind.word, "_utf8mb4");
    }
    if (before(tokens, i).filter(p -> p.is("collate")).isPresent()) {
      return new Token(Kind.word, Collations.map(word, target).map(Collations.Mapping::collation).orElse("utf8mb4_bin"));
    }
    boolean afterSet = before(tokens, i).filter(p -> p.is("charset") || p.is("using") || p.is("set")).isPresent();
    if (afterSet) {
      return known(word) ? token : new Token(Kind.word, "utf8mb4");
    }
    boolean call = next.filter(n -> n.is("(")).isPresent();
    boolean member = before(tokens, i).filter(p -> p.is(".")).isPresent() || next.filter(n -> n.is(".")).isPresent();
    if (RESERVED.contains(word) && !call && (member || !typeWord(tokens, i))) {
      return new Token(Kind.name, "`" + token.text() + "`");
    }
    return token;
  }

  /** {@code array} at the end of a CAST is part of its type. */
  private static boolean typeWord(List<Token> tokens, int i) {
    return tokens.get(i).is("array") && next(tokens, i).filter(n -> n.is(")")).isPresent();
  }

  /** Whether the target has the character set. The target's latin1 reads any text as UTF-8, so latin1 counts as unknown. */
  private boolean known(String charset) {
    String name = charset.equals("utf8mb3") ? "utf8" : charset;
    return !name.equals("latin1") && (name.equals("utf8mb4") || name.equals("binary") || target.charsets().contains(name));
  }

  /** The reason why no generated column, index or CHECK constraint of TiDB can have this expression; empty if it can. */
  static Optional<String> refusal(String sql) {
    List<Token> tokens = SqlText.tokens(sql);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean call = token.kind() == Kind.word && next(tokens, i).filter(n -> n.is("(")).isPresent();
      String word = token.value();
      if (call && (REFUSED.contains(word) || word.startsWith("st_") || word.startsWith("mbr"))) {
        return Optional.of("the function " + word);
      }
      if (token.is("row") && call) {
        return Optional.of("a comparison of rows");
      }
    }
    return rows(tokens) ? Optional.of("a comparison of rows") : Optional.empty();
  }

  /** Whether there are parentheses that contain a comma and follow no function, IN list or type. */
  private static boolean rows(List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).is("(") && before(tokens, i).filter(p -> p.kind() == Kind.word).isEmpty() && arguments(tokens, i).size() > 1) {
        return true;
      }
    }
    return false;
  }

  /** Words before a parenthesis, in lower case, without the keywords of SQL. */
  static Set<String> functions(String sql) {
    Set<String> functions = new java.util.TreeSet<>();
    List<Token> tokens = SqlText.tokens(sql);
    for (int i = 0; i < tokens.size(); i++) {
      boolean call = tokens.get(i).kind() == Kind.word && next(tokens, i).filter(n -> n.is("(")).isPresent();
      boolean type = before(tokens, i).filter(p -> p.is("as")).isPresent();
      if (call && !type && !SYNTAX.contains(tokens.get(i).value())) {
        functions.add(tokens.get(i).value());
      }
    }
    return functions;
  }

  private static String jsonValue(List<String> arguments) {
    // the second argument contains the RETURNING and ON EMPTY clauses after the path
    String path = arguments.get(1).strip();
    String lower = path.toLowerCase(Locale.ROOT);
    int returning = lower.indexOf(" returning ");
    if (returning < 0) {
      return "json_unquote(json_extract(" + arguments.get(0) + "," + path + "))";
    }
    String type = path.substring(returning + " returning ".length()).replaceFirst("(?is)\\s+(null|error|default)\\s.*", "");
    return "cast(json_unquote(json_extract(" + arguments.get(0) + "," + path.substring(0, returning) + ")) as " + type + ")";
  }

  private interface Replacement {
    String of(List<String> arguments);
  }

  /** Replaces calls of a function, innermost first. */
  private static String calls(String sql, String function, int arity, Replacement replacement) {
    List<Token> tokens = SqlText.tokens(sql);
    for (int i = tokens.size() - 1; i >= 0; i--) {
      if (!tokens.get(i).is(function)) {
        continue;
      }
      int open = i + 1;
      while (open < tokens.size() && tokens.get(open).kind() == Kind.space) {
        open++;
      }
      if (open >= tokens.size() || !tokens.get(open).is("(")) {
        continue;
      }
      List<String> arguments = arguments(tokens, open);
      if (arguments.size() == arity) {
        List<Token> out = new ArrayList<>(tokens.subList(0, i));
        out.addAll(SqlText.tokens(replacement.of(arguments)));
        out.addAll(tokens.subList(Math.min(closing(tokens, open) + 1, tokens.size()), tokens.size()));
        tokens = out;
      }
    }
    return SqlText.text(tokens);
  }

  private static List<String> arguments(List<Token> tokens, int open) {
    List<String> arguments = new ArrayList<>();
    int end = closing(tokens, open);
    int depth = 0;
    int start = open + 1;
    for (int i = open + 1; i < end; i++) {
      if (tokens.get(i).is("(")) {
        depth++;
      } else if (tokens.get(i).is(")")) {
        depth--;
      } else if (tokens.get(i).is(",") && depth == 0) {
        arguments.add(SqlText.text(tokens.subList(start, i)).strip());
        start = i + 1;
      }
    }
    arguments.add(SqlText.text(tokens.subList(Math.min(start, end), end)).strip());
    return arguments;
  }

  private static int closing(List<Token> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).is("(")) {
        depth++;
      } else if (tokens.get(i).is(")")) {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return tokens.size();
  }

  private static Optional<Token> next(List<Token> tokens, int i) {
    for (int j = i + 1; j < tokens.size(); j++) {
      if (tokens.get(j).kind() != Kind.space) {
        return Optional.of(tokens.get(j));
      }
    }
    return Optional.empty();
  }

  private static Optional<Token> before(List<Token> tokens, int i) {
    for (int j = i - 1; j >= 0; j--) {
      if (tokens.get(j).kind() != Kind.space) {
        return Optional.of(tokens.get(j));
      }
    }
    return Optional.empty();
  }
}
