package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.Set;

/** MySQL's catalogue is in utf8mb3 and shows '?' for every character that utf8mb3 lacks. Such a value or default cannot be distinguished from a real '?'. */
final class UnreadableText implements ColumnRule {
  private static final Set<String> CHOICES = Set.of("enum", "set");

  @Override
  public String name() {
    return "unreadable-text";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    boolean wide = column.charset().filter("utf8mb4"::equals).isPresent();
    boolean choice = CHOICES.contains(column.type()) && column.columnType().contains("?");
    boolean value = !column.defaultIsExpression() && column.defaultValue().filter(d -> d.contains("?")).isPresent();
    if (wide && (choice || value)) {
      context.report(
          Finding.warning(
              FindingCode.QUESTION_MARK, table.id() + "." + column.name(), "'?' in " + (choice ? column.columnType() : "DEFAULT " + column.defaultValue().orElse("")),
              "characters that the source's catalogue can print", "nothing, if it is a question mark; if it is an emoji, write it into the target's table by hand"));
    }
    return column;
  }
}
