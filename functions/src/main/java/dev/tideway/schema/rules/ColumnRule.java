package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Table;

/** A rule for each column. */
non-sealed interface ColumnRule extends ConversionRule {
  /**
   * The column as it must be.
   *
   * @param column as the rules before have left it
   * @param table the table as the source has it
   */
  Column apply(Column column, Table table, ConversionContext context);
}
