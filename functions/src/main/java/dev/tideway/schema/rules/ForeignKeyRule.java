package dev.tideway.schema.rules;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.Optional;

/** A rule for each foreign key. */
non-sealed interface ForeignKeyRule extends ConversionRule {
  /**
   * The foreign key as it must be, or empty if the target gets none.
   *
   * @param key the key after the earlier rules
   * @param table the child table, converted except for its foreign keys
   */
  Optional<ForeignKey> apply(ForeignKey key, Table table, ConversionContext context);
}
