package dev.tideway.schema.rules;

import dev.tideway.catalog.Table;
import dev.tideway.request.Finding;
import java.util.Optional;

/** Partitions are not carried over. */
final class FlatPartitions implements TableRule {
  @Override
  public String name() {
    return "flat-partitions";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    table
        .partitioning()
        .ifPresent(
            p ->
                context.note(
                    Finding.warning(
                        "TW-P079", table.id().toString(), "partitions by " + p.method(), "a plain table",
                        "nothing if partitions served size or speed; code that drops partitions must be changed")));
    return table.withPartitioning(Optional.empty());
  }
}
