package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** TiDB has no invisible columns. The inventory reports them as blockers, because AWS DMS does not migrate their values. */
final class InvisibleColumn implements ColumnRule {
  @Override
  public String name() {
    return "invisible-column";
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    return column.withInvisible(false);
  }
}
