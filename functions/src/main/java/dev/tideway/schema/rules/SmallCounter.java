package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** Small AUTO_INCREMENT columns, and the columns tied to them by foreign keys, become INT, because a few restarts of TiDB exhaust small ones. */
final class SmallCounter implements ColumnRule {
  @Override
  public String name() {
    return "small-counter";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (!context.tied().widened(table.id(), column.name())) {
      return column;
    }
    Column wide = column.retyped("int" + (column.unsigned() ? " unsigned" : ""));
    if (column.autoIncrement()) {
      context.report(
          Finding.warning(
              FindingCode.COUNTER_WIDENED, table.id() + "." + column.name(), column.columnType() + " AUTO_INCREMENT, which a few restarts of TiDB use up",
              wide.columnType(), "nothing: the column, and those that refer to it, become " + wide.columnType() + " on the target"));
    }
    return wide;
  }
}
