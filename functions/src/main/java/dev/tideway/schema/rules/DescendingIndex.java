package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Optional;

/** TiDB silently drops DESC of key parts. It reads indexes backwards instead. */
final class DescendingIndex implements IndexRule {
  @Override
  public String name() {
    return "descending-index";
  }

  @Override
  public Optional<Index> apply(Index index, Table table, ConversionContext context) {
    if (index.parts().stream().noneMatch(Index.Part::descending)) {
      return Optional.of(index);
    }
    context.report(
        Finding.info(
            FindingCode.DESCENDING_INDEX, table.id() + "." + index.name(), "descending parts", "ascending parts: TiDB has no descending ones",
            "nothing, unless a query sorts some parts ascending and some descending"));
    return Optional.of(index.withParts(index.parts().stream().map(p -> p.withDescending(false)).toList()));
  }
}
