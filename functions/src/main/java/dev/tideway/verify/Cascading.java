package dev.tideway.verify;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells differences that a foreign key's cascade explains. Where InnoDB changes the children inside the source, it writes nothing to the
 * binlog (MySQL reference manual, "InnoDB and FOREIGN KEY Constraints"), so that until the cutover repairs them the target has
 * children that the source has lost. A row that was later given the unique value of such a child cannot be written to the target either.
 * Both are counted apart in a full round; the final round, after the repair, forgives none. Neither does any round where cascades are
 * rows of the binlog like all others ({@link dev.tideway.model.Server#cascadesInBinlog}).
 */
record Cascading(boolean deletes, Set<String> columns) {
  private static final Cascading NOTHING = new Cascading(false, Set.of());

  static Cascading nothing() {
    return NOTHING;
  }

  static Cascading of(Table table) {
    return new Cascading(
        table.foreignKeys().stream().anyMatch(key -> key.onDelete().equals("CASCADE")),
        table.foreignKeys().stream().filter(Cascading::rewrites).flatMap(key -> key.columns().stream()).collect(Collectors.toSet()));
  }

  private static boolean rewrites(ForeignKey key) {
    return key.onDelete().equals("SET NULL") || Set.of("CASCADE", "SET NULL").contains(key.onUpdate());
  }

  /** Whether such a difference can come from a cascade. */
  boolean explains(Mismatch.Kind kind, List<String> differing) {
    return switch (kind) {
      case extra -> deletes;
      case changed -> !differing.isEmpty() && columns.containsAll(differing);
      case missing -> false;
    };
  }

  /** Whether any difference can. */
  boolean possible() {
    return deletes || !columns.isEmpty();
  }
}
