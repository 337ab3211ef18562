package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** A rule for each column. */
non-sealed interface ColumnRule extends ConversionRule {
  /**
   * The column as it must be.
   *
   * @param column the column after the earlier rules
   * @param table the table as on the source
   */
  Column apply(Column column, Table table, ConversionContext context);
}
