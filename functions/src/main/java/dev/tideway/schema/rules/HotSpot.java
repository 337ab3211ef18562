package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import dev.tideway.run.Migration.HotSpots;
import java.util.List;
import java.util.Optional;

/** If the request asks for it, this rule scatters keys that would send all writes to one region. Both methods can be chosen only in CREATE TABLE. */
final class HotSpot implements TableRule {
  private static final int BITS = 64;

  @Override
  public String name() {
    return "hot-spot";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    HotSpots wanted = context.options().hotSpots();
    Optional<Index> primary = table.primaryKey();
    boolean counts = table.counter().isPresent() && primary.filter(p -> first(p).equalsIgnoreCase(table.counter().get().name())).isPresent();
    if (wanted == HotSpots.keep || (primary.isPresent() && !counts)) {
      return table;
    }
    if (wanted == HotSpots.shardRowId || primary.isEmpty()) {
      return scattered(table, context);
    }
    Column counter = table.counter().orElseThrow();
    if (!counter.type().equals("bigint") || !primary.get().clustered()) {
      context.report(
          Finding.info(
              FindingCode.ROWS_SCATTERED, table.id() + "." + counter.name(), counter.columnType() + " AUTO_INCREMENT", "BIGINT, which AUTO_RANDOM needs",
              "nothing, if the table gets few writes; else make the column BIGINT on the source, or choose \"hotSpots\": \"shardRowId\""));
      return table;
    }
    context.report(
        Finding.warning(
            FindingCode.AUTO_RANDOM, table.id() + "." + counter.name(), "AUTO_INCREMENT", "AUTO_RANDOM(" + context.options().shardBits() + "), as the request asks",
            "check that no code needs new ids to be larger than old ones, or to fit into 53 bits"));
    Column random = counter.withAutoIncrement(false).withAutoRandom(Optional.of(new Column.AutoRandom(context.options().shardBits(), BITS)));
    List<Column> columns = table.columns().stream().map(c -> c.equals(counter) ? random : c).toList();
    return table.withColumns(columns).withAutoIncrement(Optional.empty()).withOptions(table.options().withPreSplitRegions(context.options().preSplitRegions()));
  }

  private static String first(Index index) {
    return index.parts().getFirst().column().orElse("");
  }

  private static Table scattered(Table table, ConversionContext context) {
    context.report(
        Finding.info(
            FindingCode.ROWS_SCATTERED, table.id().toString(), "rows in the order of the writes",
            "rows scattered by SHARD_ROW_ID_BITS=" + context.options().shardBits() + (table.primaryKey().isPresent() ? ", and a NONCLUSTERED primary key" : ""),
            "nothing: the request asks for it"));
    List<Index> indexes = table.indexes().stream().map(i -> i.primary() ? i.withClustered(false) : i).toList();
    return table
        .withIndexes(indexes)
        .withOptions(table.options().withShardRowIdBits(context.options().shardBits()).withPreSplitRegions(context.options().preSplitRegions()));
  }
}
