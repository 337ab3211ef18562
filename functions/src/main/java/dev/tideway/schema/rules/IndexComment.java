package dev.tideway.schema.rules;

import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Optional;

/** Shortens comments of indexes to TiDB's limit. */
final class IndexComment implements IndexRule {
  @Override
  public String name() {
    return "index-comment";
  }

  @Override
  public Optional<Index> apply(Index index, Table table, ConversionContext context) {
    return Optional.of(index.withComment(Comments.cut(index.comment(), ColumnComment.BYTES, table.id(), table.id() + "." + index.name(), context)));
  }
}
