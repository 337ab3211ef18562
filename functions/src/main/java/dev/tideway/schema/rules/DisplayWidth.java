package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes widths of integers. TiDB drops them with a warning, except for TINYINT(1), which clients read as a boolean, and ZEROFILL. */
final class DisplayWidth implements ColumnRule {
  private static final Pattern INTEGER = Pattern.compile("(tinyint|smallint|mediumint|int|bigint)\\((\\d+)\\)(.*)");

  @Override
  public String name() {
    return "display-width";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    String type = column.columnType();
    Matcher integer = INTEGER.matcher(type);
    if (integer.matches() && !type.startsWith("tinyint(1)") && !type.contains("zerofill")) {
      return column.retyped(integer.group(1) + integer.group(3));
    }
    return column.type().equals("year") ? column.retyped("year") : column;
  }
}
