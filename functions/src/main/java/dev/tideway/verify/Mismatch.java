package dev.tideway.verify;

import dev.tideway.model.TableId;
import java.util.List;
import java.util.Map;

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
}
