package dev.tideway.schema.rules;

import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Optional;

/** A rule for each index. */
non-sealed interface IndexRule extends ConversionRule {
  /**
   * The index as it must be, or empty if the target gets none.
   *
   * @param index the index after the earlier rules
   * @param table the table with converted columns, and with the indexes of the source
   */
  Optional<Index> apply(Index index, Table table, ConversionContext context);
}
