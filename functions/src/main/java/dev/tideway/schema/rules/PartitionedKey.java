package dev.tideway.schema.rules;

import dev.tideway.error.FindingCode;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.Optional;

/** TiDB has no foreign keys between partitioned tables. */
final class PartitionedKey implements ForeignKeyRule {
  @Override
  public String name() {
    return "partitioned-key";
  }

  @Override
  public Optional<ForeignKey> apply(ForeignKey key, Table table, ConversionContext context) {
    if (table.partitioning().isEmpty() && !context.partitioned(key.parent())) {
      return Optional.of(key);
    }
    context.reportLoss(
        FindingCode.FOREIGN_KEY_WITH_PARTITIONS, table.id() + "." + key.name(), "a foreign key on or to a partitioned table", "tables without partitions on both sides",
        "remove the partitions or the key on the source", "the key is left out");
    return Optional.empty();
  }
}
