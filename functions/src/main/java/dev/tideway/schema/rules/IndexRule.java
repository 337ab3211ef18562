package dev.tideway.schema.rules;

import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Optional;

/** A rule for each index. */
non-sealed interface IndexRule extends ConversionRule {
  /**
   * The index as it must be, or empty if the target gets none.
   *
   * @param index as the rules before have left it
   * @param table with converted columns; its indexes as the source has them
   */
  Optional<Index> apply(Index index, Table table, ConversionContext context);
}
