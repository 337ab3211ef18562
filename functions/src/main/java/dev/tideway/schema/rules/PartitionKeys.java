package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Unique keys of a partitioned table contain all columns that decide the partition of a row, or are GLOBAL indexes. A primary key can be GLOBAL only if it
 * is NONCLUSTERED. Without global indexes the table becomes a table without partitions.
 */
final class PartitionKeys implements TableRule {
  @Override
  public String name() {
    return "partition-keys";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    Optional<Partitioning> partitioning = table.partitioning();
    if (partitioning.isEmpty()) {
      return table;
    }
    Set<String> placing = placing(partitioning.get(), table);
    List<Index> lacking = table.indexes().stream().filter(i -> i.unique() && !holds(i, placing)).toList();
    if (lacking.isEmpty()) {
      return table;
    }
    if (!context.target().globalIndexes()) {
      context.report(
          Finding.warning(
              FindingCode.PARTITIONS_LEFT_OUT, table.id().toString(), "partitions by columns that the unique key " + lacking.getFirst().name() + " lacks", "a plain table",
              "nothing, if you used partitions for size or speed; change code that drops partitions"));
      return table.withPartitioning(Optional.empty());
    }
    for (Index index : lacking) {
      context.report(
          Finding.info(
              FindingCode.GLOBAL_INDEX, table.id() + "." + index.name(), "a unique key without the columns " + placing + " that place the rows",
              "a GLOBAL index" + (index.primary() ? " and a NONCLUSTERED primary key" : ""), "nothing: dropping a partition takes longer"));
    }
    return table.withIndexes(table.indexes().stream().map(i -> lacking.contains(i) ? i.withClustered(false).withGlobal(true) : i).toList());
  }

  private static boolean holds(Index index, Set<String> placing) {
    Set<String> whole = new HashSet<>();
    index.parts().stream().filter(p -> p.prefix().isEmpty()).flatMap(p -> p.column().stream()).forEach(c -> whole.add(c.toLowerCase(Locale.ROOT)));
    return whole.containsAll(placing);
  }

  /** The columns that decide the partition of a row, in lower case. */
  private static Set<String> placing(Partitioning partitioning, Table table) {
    Set<String> columns = new HashSet<>();
    if (partitioning.byColumns()) {
      partitioning.columns().forEach(c -> columns.add(c.toLowerCase(Locale.ROOT)));
    } else {
      Set<String> words = new HashSet<>();
      SqlText.tokens(partitioning.expression()).forEach(t -> words.add(t.value().toLowerCase(Locale.ROOT)));
      table.columns().stream().map(Column::name).map(n -> n.toLowerCase(Locale.ROOT)).filter(words::contains).forEach(columns::add);
    }
    return columns;
  }
}
