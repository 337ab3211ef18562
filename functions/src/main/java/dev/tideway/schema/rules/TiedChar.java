package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** A CHAR that a foreign key ties to a VARCHAR becomes a VARCHAR, and a BINARY becomes a VARBINARY. TiDB needs the same type on both sides, MySQL does not. */
final class TiedChar implements ColumnRule {
  @Override
  public String name() {
    return "tied-char";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    if (!context.tied().varying(table.id(), column.name())) {
      return column;
    }
    Column varying = column.retyped("var" + column.columnType());
    context.report(
        Finding.info(
            FindingCode.CHAR_BECOMES_VARCHAR, table.id() + "." + column.name(), column.columnType() + ", connected to a var" + column.type() + " by a foreign key",
            varying.columnType() + ": TiDB needs the same type on both sides", "nothing"));
    return varying;
  }
}
