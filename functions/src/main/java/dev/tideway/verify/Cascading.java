package dev.tideway.verify;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Recognises differences that a foreign key's cascade explains. When InnoDB changes child rows inside the source, it writes nothing to the
 * binlog (MySQL reference manual, "InnoDB and FOREIGN KEY Constraints"). So until the cutover repairs them, the target has child rows that
 * the source has lost. A row that later got the unique value of such a child row cannot be written to the target either. A full round
 * counts both separately. The final round, after the repair, accepts neither. No round accepts them where cascades are in the binlog like
 * all other changes ({@link dev.tideway.model.Server#cascadesInBinlog}).
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

  /** Whether a cascade can cause such a difference. */
  boolean explains(Mismatch.Kind kind, List<String> differing) {
    return switch (kind) {
      case extra -> deletes;
      case changed -> !differing.isEmpty() && columns.containsAll(differing);
      case missing -> false;
    };
  }

  /** Whether a cascade can cause any difference. */
  boolean possible() {
    return deletes || !columns.isEmpty();
  }
}
