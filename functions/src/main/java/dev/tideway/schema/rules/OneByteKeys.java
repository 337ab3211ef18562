package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import java.util.Map;
import java.util.Optional;

/**
 * Columns that stay latin1 because otherwise a key over them is too long. TiDB's latin1 counts one byte for each character of a key and stores any
 * character, as UTF-8 (measured on 8.5.6), so it can store all values. But it compares only by bytes, so the source must compare by bytes, too.
 */
final class OneByteKeys {
  static final String CHARSET = "latin1";
  static final String COLLATION = "latin1_bin";
  private static final Map<String, String> EXACT = Map.of(COLLATION, COLLATION, "latin1_general_cs", COLLATION);

  private OneByteKeys() {}

  /** Whether the column can stay latin1 without a change of which values are equal. */
  static boolean possible(Column column, Capabilities target) {
    return column.collation().filter(EXACT::containsKey).isPresent() && target.knowsCollation(COLLATION);
  }

  /** Whether the source's key becomes too long only because of the rewrite to utf8mb4. */
  static boolean outgrown(Index index, Table source, Capabilities target) {
    Table rewritten = source.withColumns(source.columns().stream().map(c -> rewritten(c, target)).toList());
    return KeyLength.fits(index, source) && !KeyLength.fits(index, rewritten);
  }

  private static Column rewritten(Column column, Capabilities target) {
    Optional<Collations.Mapping> mapping = column.collation().flatMap(c -> Collations.map(c, target));
    return mapping.map(m -> column.recoded(Optional.of(m.charset()), Optional.of(m.collation()))).orElse(column);
  }
}
