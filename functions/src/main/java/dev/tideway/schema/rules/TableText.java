package dev.tideway.schema.rules;

import dev.tideway.model.Table;

/** The table's default collation, which columns added later receive, and its comment within TiDB's limit. */
final class TableText implements TableRule {
  static final String NAME = "table-text";
  private static final int BYTES = 2048;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    return table
        .withCollation(Collations.ofDefault(table.collation(), context.target()).collation())
        .withComment(Comments.cut(table.comment(), BYTES, table.id(), table.id().toString(), context));
  }
}
