package dev.tideway.plan.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of SHOW GRANTS, as MySQL 5.7 to 9.7 and MariaDB 10.11 to 11.8 print it.
 *
 * @param kind what it gives
 * @param rights the rights in capitals, each with its columns if it has some; the roles as printed; empty for PROXY
 * @param on the object of the rights, as printed: {@code *.*}, {@code `s`.*}, {@code `s`.`t`}, the account of a PROXY; empty for roles
 * @param option whether the account may grant it to others: WITH GRANT OPTION, WITH ADMIN OPTION
 */
record GrantLine(Kind kind, List<String> rights, String on, boolean option) {
  /** What a line gives. */
  enum Kind {
    /** Rights on everything, a schema or a table. */
    rights,
    /** Rights on a procedure or a function. */
    routine,
    /** Roles. */
    roles,
    /** The right to act as another account. */
    proxy,
    /** Gives nothing: MySQL's partial revoke removes rights on a schema. */
    revoke,
    /** MariaDB's default role. */
    defaultRole
  }

  /** Parses the line. Empty if it gives nothing: USAGE. */
  static Optional<GrantLine> read(String line) {
    if (line.startsWith("SET DEFAULT ROLE ")) {
      int end = top(line, " FOR ", 0);
      return Optional.of(new GrantLine(Kind.defaultRole, List.of(line.substring("SET DEFAULT ROLE ".length(), end < 0 ? line.length() : end)), "", false));
    }
    boolean revoke = line.startsWith("REVOKE ");
    int start = revoke ? "REVOKE ".length() : "GRANT ".length();
    int to = top(line, revoke ? " FROM " : " TO ", start);
    if (to < 0) {
      return Optional.empty();
    }
    int on = top(line.substring(0, to), " ON ", start);
    String rest = line.substring(to).toUpperCase(Locale.ROOT);
    boolean option = rest.contains(" GRANT OPTION") || rest.endsWith(" WITH ADMIN OPTION");
    if (on < 0) {
      return Optional.of(new GrantLine(Kind.roles, split(line.substring(start, to)), "", option));
    }
    String object = line.substring(on + " ON ".length(), to);
    if (line.startsWith("PROXY", start)) {
      return Optional.of(new GrantLine(Kind.proxy, List.of(), object, option));
    }
    List<String> rights = split(line.substring(start, on)).stream().filter(r -> !r.equals("USAGE")).toList();
    if (rights.isEmpty() && !option) {
      return Optional.empty();
    }
    Kind kind = revoke ? Kind.revoke : object.startsWith("*") || object.startsWith("`") ? Kind.rights : Kind.routine;
    return Optional.of(new GrantLine(kind, rights, object, option));
  }

  /** The schema as printed, which is a pattern; empty for all. */
  Optional<String> schema() {
    int tick = on.indexOf('`');
    return tick < 0 ? Optional.empty() : Optional.of(name(tick));
  }

  /** The table or routine; empty for all. */
  Optional<String> object() {
    int dot = top(on, ".", 0);
    return dot < 0 || !on.startsWith("`", dot + 1) ? Optional.empty() : Optional.of(name(dot + 1));
  }

  private String name(int tick) {
    int end = close(on, tick);
    return on.substring(tick + 1, Math.max(tick + 1, end)).replace("``", "`");
  }

  private static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int comma = top(list, ",", 0); comma >= 0; comma = top(list, ",", from)) {
      parts.add(list.substring(from, comma).strip());
      from = comma + 1;
    }
    parts.add(list.substring(from).strip());
    return List.copyOf(parts);
  }

  /** The first position of the words from there on, outside of quotes and parentheses; negative if there is none. */
  private static int top(String text, String words, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (depth == 0 && text.startsWith(words, i)) {
        return i;
      }
      if (c == '`' || c == '\'') {
        i = close(text, i);
      } else if (c == '(' || c == ')') {
        depth += c == '(' ? 1 : -1;
      }
    }
    return -1;
  }

  private static int close(String text, int open) {
    char quote = text.charAt(open);
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == quote) {
        if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
          return i;
        }
        i++;
      }
    }
    return text.length();
  }
}
