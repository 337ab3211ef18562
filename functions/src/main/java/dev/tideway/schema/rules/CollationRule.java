package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Column;
import dev.tideway.model.Table;
import java.util.Optional;

/** Every text column gets a character set and a collation of the target: the same ones, or the nearest if the target lacks them. */
final class CollationRule implements ColumnRule {
  static final String NAME = "collation";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Column apply(Column column, Table table, ConversionContext context) {
    Optional<String> from = column.collation().filter(c -> !c.equals("binary"));
    if (from.isEmpty()) {
      return column.recoded(Optional.empty(), Optional.empty());
    }
    if (context.tied().oneByte(table.id(), column.name())) {
      context.report(
          Finding.info(
              FindingCode.LATIN1_KEPT, table.id() + "." + column.name(), "a key over " + column.columnType() + " in " + from.get() + ", too long in utf8mb4",
              OneByteKeys.COLLATION + ", in which TiDB counts one byte per character", "nothing: the column contains the same texts, and the same texts are equal"));
      return column.recoded(Optional.of(OneByteKeys.CHARSET), Optional.of(OneByteKeys.COLLATION));
    }
    Optional<Collations.Mapping> to = Collations.map(from.get(), context.target());
    if (to.isEmpty()) {
      context.reportLoss(
          FindingCode.COLLATION_UNKNOWN, table.id() + "." + column.name(), "collation " + from.get(), "a collation that the target has, or that is similar to one of the target",
          "ALTER TABLE on the source to a utf8mb4 collation", "texts are compared by their bytes (utf8mb4_bin)");
      return column.recoded(Optional.of("utf8mb4"), Optional.of("utf8mb4_bin"));
    }
    context.reportCollation(table.id(), column.name(), from.get(), to.get());
    return column.recoded(Optional.of(to.get().charset()), Optional.of(to.get().collation()));
  }
}
