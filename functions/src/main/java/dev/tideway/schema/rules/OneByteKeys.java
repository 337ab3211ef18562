package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Map;
import java.util.Optional;

/**
 * Columns that stay latin1 because a key over them fits only so. TiDB's latin1 counts one byte for each character of a key and holds every
 * character there is, as UTF-8 (measured on 8.5.6), so that all values fit; only comparing by bytes exists there, so that the source must
 * compare by bytes, too.
 */
final class OneByteKeys {
  static final String CHARSET = "latin1";
  static final String COLLATION = "latin1_bin";
  private static final Map<String, String> EXACT = Map.of(COLLATION, COLLATION, "latin1_general_cs", COLLATION);

  private OneByteKeys() {}

  /** Whether the column could stay latin1 without a change of what is equal. */
  static boolean possible(Column column, Capabilities target) {
    return column.collation().filter(EXACT::containsKey).isPresent() && target.knowsCollation(COLLATION);
  }

  /** Whether the source's key is one that only the rewrite to utf8mb4 makes too long. */
  static boolean outgrown(Index index, Table source, Capabilities target) {
    Table rewritten = source.withColumns(source.columns().stream().map(c -> rewritten(c, target)).toList());
    return KeyLength.fits(index, source) && !KeyLength.fits(index, rewritten);
  }

  private static Column rewritten(Column column, Capabilities target) {
    Optional<Collations.Mapping> mapping = column.collation().flatMap(c -> Collations.map(c, target));
    return mapping.map(m -> column.withText(Optional.of(m.charset()), Optional.of(m.collation()))).orElse(column);
  }
}
