package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** ZEROFILL is kept, but TiDB does not pad what it prints. */
final class Zerofill implements ColumnRule {
  @Override
  public String name() {
    return "zerofill";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (column.columnType().contains("zerofill")) {
      context.report(
          Finding.info(
              FindingCode.ZEROFILL, table.id() + "." + column.name(), column.columnType(), "numbers without leading zeros: TiDB does not print them",
              "if the zeros matter, use LPAD, or pad in the application"));
    }
    return column;
  }
}
