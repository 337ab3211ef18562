package dev.tideway.schema;

import dev.tideway.jdbc.Sql;
import dev.tideway.model.TableId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Replaces the schema names in a view's text. Servers print the text with every name in back-ticks. */
final class ViewText {
  private ViewText() {}

  /**
   * The text with schemas renamed.
   *
   * @param known tables and views of the migration; a back-ticked name before a dot is a schema only if one of them follows, otherwise it is an alias
   */
  static String rename(String text, UnaryOperator<String> names, Set<TableId> known) {
    return replace(text, id -> known.contains(id) ? Optional.of(Sql.name(names.apply(id.schema()))) : Optional.empty());
  }

  /** The tables and views that a text may read, and some names that are not tables or views. */
  static Set<TableId> reads(String text) {
    Set<TableId> read = new HashSet<>();
    replace(
        text,
        id -> {
          read.add(id);
          return Optional.empty();
        });
    return read;
  }

  private static String replace(String text, Function<TableId, Optional<String>> schema) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = c == '\'' || c == '"' || c == '`' ? end(text, i) : i + 1;
      String token = text.substring(i, end);
      if (c == '`' && end + 1 < text.length() && text.charAt(end) == '.' && text.charAt(end + 1) == '`') {
        int next = end(text, end + 1);
        TableId id = new TableId(plain(token), plain(text.substring(end + 1, next)));
        out.append(schema.apply(id).orElse(token));
      } else {
        out.append(token);
      }
      i = end;
    }
    return out.toString();
  }

  /** The position after the quoted token that starts there. */
  private static int end(String text, int start) {
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

  private static String plain(String token) {
    return token.substring(1, Math.max(1, token.length() - 1)).replace("``", "`");
  }
}
