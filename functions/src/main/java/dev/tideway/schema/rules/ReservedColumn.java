package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** TiDB reserves one column name for its hidden row ids. */
final class ReservedColumn implements ColumnRule {
  @Override
  public String name() {
    return "reserved-column";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (column.name().equalsIgnoreCase("_tidb_rowid")) {
      context.report(
          Finding.blocker(
              FindingCode.RESERVED_COLUMN, table.id() + "." + column.name(), "a column with the name that TiDB reserves for its row ids", "a different name",
              "rename the column on the source"));
    }
    return column;
  }
}
