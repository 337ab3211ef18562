package dev.tideway.schema.rules;

import dev.tideway.model.Table;

/** AUTO_ID_CACHE can be chosen in CREATE TABLE only; with 1 ids count as on MySQL, whichever node gives them. */
final class IdCache implements TableRule {
  @Override
  public String name() {
    return "id-cache";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    return table.counter().isPresent() ? table.withOptions(table.options().withAutoIdCache(context.options().autoIdCache())) : table;
  }
}
