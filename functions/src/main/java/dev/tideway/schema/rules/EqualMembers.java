package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Members of an ENUM or SET that the source prints identically. MySQL 5.7 truncates each member at its first zero byte, in its catalogue and in the values
 * that it returns. So such members cannot be distinguished. TiDB refuses a type that contains a member twice.
 */
final class EqualMembers implements ColumnRule {
  private static final Set<String> CHOICES = Set.of("enum", "set");

  // possessive, because Java's matcher recurses for each iteration of a loop that can backtrack
  private static final Pattern MEMBER = Pattern.compile("'((?:[^'\\\\]|''|\\\\.)*+)'", Pattern.DOTALL);

  @Override
  public String name() {
    return "equal-members";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (CHOICES.contains(column.type())) {
      twice(column.columnType()).ifPresent(member -> context.report(
          Finding.blocker(
              FindingCode.MEMBERS_READ_ALIKE, table.id() + "." + column.name(), "two members of " + column.type().toUpperCase(Locale.ROOT) + " that read '" + member + "'",
              "different members: MySQL 5.7 cuts each at its first zero byte, so the rows of both look the same",
              "give the members different texts on the source (ALTER TABLE " + Sql.name(table.id().schema(), table.id().table()) + " MODIFY …)")));
    }
    return column;
  }

  private static Optional<String> twice(String columnType) {
    Set<String> seen = new HashSet<>();
    Matcher member = MEMBER.matcher(columnType);
    while (member.find()) {
      if (!seen.add(member.group(1))) {
        return Optional.of(member.group(1));
      }
    }
    return Optional.empty();
  }
}
