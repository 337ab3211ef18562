package dev.tideway.verify;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A row that differs for good.
 *
 * @param table the table
 * @param kind how it differs
 * @param key the row's key by column, binary values in hexadecimal; for a table without a key the first 128 bits of the SHA-256 of the row's canonical text
 *     under the name {@value #ROW_DIGEST}
 * @param columns names of the differing columns of a changed row
 * @param copies how many copies of the row are missing or extra; more than one only in a table without a key
 */
public record Mismatch(TableId table, Kind kind, Map<String, String> key, List<String> columns, long copies) {
  /** The name that replaces the key's columns where there is no key. */
  public static final String ROW_DIGEST = "(row digest)";

  /** How a row differs. */
  public enum Kind {
    /** The target lacks it. */
    missing,
    /** Only the target has it. */
    extra,
    /** Both have it with different values. */
    changed
  }

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
    boolean explains(Kind kind, List<String> differing) {
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
}
