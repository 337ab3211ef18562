package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.Optional;

/** A foreign key to a table that is not migrated is left out. */
final class MissingParent implements ForeignKeyRule {
  @Override
  public String name() {
    return "missing-parent";
  }

  @Override
  public Optional<ForeignKey> apply(ForeignKey key, Table table, ConversionContext context) {
    if (context.selected(key.parent())) {
      return Optional.of(key);
    }
    context.report(
        Finding.warning(
            FindingCode.PARENT_NOT_SELECTED, table.id() + "." + key.name(), "a foreign key to " + key.parent() + ", which is not selected", "both tables in the migration",
            "select " + key.parent() + " too; without it the target gets no such key"));
    return Optional.empty();
  }
}
