package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** MariaDB prints a column's storage format as a comment after the type. TiDB stores all columns in the same format. */
final class CompressedColumn implements ColumnRule {
  private static final String COMMENT = "\\s*/\\*.*?\\*/$";

  @Override
  public String name() {
    return "compressed-column";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    String plain = column.columnType().replaceFirst(COMMENT, "");
    boolean choice = column.type().equals("enum") || column.type().equals("set");
    if (choice || plain.equals(column.columnType())) {
      return column;
    }
    context.reportStorage(table.id(), "compressed columns");
    return column.retyped(plain);
  }
}
