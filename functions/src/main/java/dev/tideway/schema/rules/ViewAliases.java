package dev.tideway.schema.rules;

import dev.tideway.schema.rules.SqlText.Kind;
import dev.tideway.schema.rules.SqlText.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * MySQL 9 prints the alias of a view with the view's schema before it, {@code `s`.`a`.`id`}. No such object exists (measured on 9.7.4, in information_schema
 * and in SHOW CREATE VIEW). An alias must be written without a schema.
 */
final class ViewAliases {
  private ViewAliases() {}

  /** The text with aliases without schemas. A table of the same name that is read without an alias keeps its schema. */
  static String alone(String text) {
    List<Token> tokens = SqlText.tokens(text);
    Set<String> aliases = new HashSet<>();
    Set<String> tables = new HashSet<>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (pair(tokens, i) && !dot(tokens, i - 1) && !dot(tokens, i + 3)) {
        boolean aliased = i + 4 < tokens.size() && tokens.get(i + 3).kind() == Kind.space && tokens.get(i + 4).kind() == Kind.name;
        if (aliased) {
          aliases.add(tokens.get(i + 4).value());
        } else {
          tables.add(tokens.get(i).value() + "." + tokens.get(i + 2).value());
        }
      }
    }
    List<Token> out = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      boolean qualified = pair(tokens, i) && !dot(tokens, i - 1) && dot(tokens, i + 3);
      if (qualified && aliases.contains(tokens.get(i + 2).value()) && !tables.contains(tokens.get(i).value() + "." + tokens.get(i + 2).value())) {
        i++;
      } else {
        out.add(tokens.get(i));
      }
    }
    return SqlText.text(out);
  }

  /** Whether two names with a dot between them are at that position. */
  private static boolean pair(List<Token> tokens, int i) {
    return i + 2 < tokens.size() && tokens.get(i).kind() == Kind.name && dot(tokens, i + 1) && tokens.get(i + 2).kind() == Kind.name;
  }

  private static boolean dot(List<Token> tokens, int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i).is(".");
  }
}
