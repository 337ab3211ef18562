package dev.tideway.schema.rules;

import dev.tideway.model.Table;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes the engine, ROW_FORMAT and all other storage options: TiDB has one engine, ignores most of them and refuses some. */
final class StorageOptions implements TableRule {
  static final String NAME = "storage-options";

  /** Options that are removed without a finding, because a person would not miss them. */
  private static final Set<String> SILENT = Set.of("partitioned", "row_format=dynamic", "row_format=compact", "row_format=default");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    String lost =
        Arrays.stream(table.options().storage().split("\\s+"))
            .filter(o -> !o.isEmpty() && !SILENT.contains(o.toLowerCase(java.util.Locale.ROOT)))
            .collect(Collectors.joining(" "));
    if (!lost.isEmpty()) {
      context.reportStorage(table.id(), lost);
    }
    return table.withOptions(table.options().withStorage("")).withEngine("InnoDB");
  }
}
