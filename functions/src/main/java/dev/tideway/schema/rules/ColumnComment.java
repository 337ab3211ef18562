package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** Comments of columns within TiDB's limit, which counts bytes where MySQL counts characters. */
final class ColumnComment implements ColumnRule {
  static final int BYTES = 1024;

  @Override
  public String name() {
    return "column-comment";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    return column.withComment(Comments.cut(column.comment(), BYTES, table.id(), table.id() + "." + column.name(), context));
  }
}
