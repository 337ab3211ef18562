package dev.tideway.schema.rules;

import dev.tideway.model.Table;
import java.util.Optional;

/** AUTO_ID_CACHE can be chosen only in CREATE TABLE. With 1, ids are assigned in order as on MySQL, by any TiDB node. */
final class IdCache implements TableRule {
  @Override
  public String name() {
    return "id-cache";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    return table.counter().isPresent() ? table.withOptions(table.options().withAutoIdCache(Optional.of((long) context.options().autoIdCache()))) : table;
  }
}
