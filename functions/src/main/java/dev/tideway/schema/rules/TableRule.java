package dev.tideway.schema.rules;

import dev.tideway.model.Table;

/** A rule for each table as a whole. */
non-sealed interface TableRule extends ConversionRule {
  /**
   * The table as it must be.
   *
   * @param table the table with converted columns and indexes, after the earlier rules
   */
  Table apply(Table table, ConversionContext context);
}
