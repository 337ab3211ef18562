package dev.tideway.schema.rules;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Optional;
import java.util.Set;

/** Leaves out FULLTEXT indexes that the target would silently ignore, and SPATIAL and VECTOR indexes, which it refuses. HASH is printed as BTREE. */
final class UnsupportedIndex implements IndexRule {
  private static final Set<String> UNSUPPORTED = Set.of("FULLTEXT", "SPATIAL", "VECTOR");

  @Override
  public String name() {
    return "unsupported-index";
  }

  @Override
  public Optional<Index> apply(Index index, Table table, ConversionContext context) {
    boolean kept = index.kind().equals("FULLTEXT") && context.target().fullText();
    if (!kept && UNSUPPORTED.contains(index.kind())) {
      context.report(
          Finding.warning(
              FindingCode.INDEX_LEFT_OUT, table.id() + "." + index.name(), "a " + index.kind() + " index", "no such index: the target does not have this kind",
              "replace the searches that use it before the cutover"));
      return Optional.empty();
    }
    return Optional.of(kept ? index : index.withKind("BTREE"));
  }
}
