package dev.tideway.schema;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The target's DDL jobs of one migration.
 *
 * @param busyTables digests of tables on which a job is queued or running, whoever issued it
 * @param failed markers of this execution's statements that were rolled back or cancelled
 */
record IndexJobs(Set<String> busyTables, Set<IndexMarker> failed) {
  private static final Set<String> DONE = Set.of("synced", "done");
  private static final Set<String> FAILED = Set.of("rollback done", "cancelled");

  /** Reads information_schema.ddl_jobs, which ordinary users see for their own databases. */
  static IndexJobs read(Connection target, String migration, long fence) throws SQLException {
    Set<String> busy = new HashSet<>();
    Set<IndexMarker> failed = new HashSet<>();
    Rows.each(
        target,
        "SELECT STATE, QUERY FROM information_schema.ddl_jobs WHERE QUERY LIKE ?",
        List.of("%" + IndexMarker.prefix(migration) + "%"),
        row -> {
          String state = row.text("STATE");
          IndexMarker.in(row.text("QUERY"))
              .filter(m -> m.migration().equals(migration))
              .ifPresent(
                  marker -> {
                    if (FAILED.contains(state)) {
                      if (marker.fence() == fence) {
                        failed.add(marker);
                      }
                    } else if (!DONE.contains(state)) {
                      busy.add(marker.table());
                    }
                  });
        });
    return new IndexJobs(busy, failed);
  }
}
