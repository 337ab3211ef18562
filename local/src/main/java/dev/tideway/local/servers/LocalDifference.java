package dev.tideway.local.servers;

import java.util.List;

/**
 * One row that is not the same on both servers.
 *
 * @param table {@code schema.table}
 * @param key the row's key as text, or the row's fingerprint where the table has no key
 * @param columns the columns that differ, for a changed row
 */
public record LocalDifference(String table, Kind kind, String key, List<String> columns) {
  /** The kind of difference. */
  public enum Kind {
    MISSING_TABLE,
    MISSING_ROW,
    EXTRA_ROW,
    CHANGED_ROW
  }
}
