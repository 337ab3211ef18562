package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Table;

/** MyISAM and Aria count separately for each value of the key's first column. TiDB has one counter for the table. */
final class CompositeCounter implements TableRule {
  @Override
  public String name() {
    return "composite-counter";
  }

  @Override
  public Table apply(Table table, ConversionContext context) {
    boolean leads =
        table.counter().isEmpty()
            || table.indexes().stream().anyMatch(i -> i.parts().getFirst().column().filter(table.counter().get().name()::equalsIgnoreCase).isPresent());
    if (!leads) {
      context.report(
          Finding.warning(
              FindingCode.COMPOSITE_COUNTER, table.id() + "." + table.counter().get().name(), "AUTO_INCREMENT that is not the first column of its key", "one counter for the table",
              "if the number must start at 1 for each value of the column before it, let the application set it"));
    }
    return table;
  }
}
