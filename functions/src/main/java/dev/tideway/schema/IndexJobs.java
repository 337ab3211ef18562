package dev.tideway.schema;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The target's DDL jobs of one migration, found by the marker in their statements. */
record IndexJobs(List<Job> jobs) {
  private static final Set<String> DONE = Set.of("synced", "done");
  private static final Set<String> FAILED = Set.of("rollback done", "cancelled");

  /**
   * One row of a job; a job that builds several indexes has one for itself, without a count, and one for each of its parts.
   *
   * @param id TiDB's number of the job
   * @param state TiDB's word
   * @param rows rows times indexes worked on so far; rises in steps, and beyond the table after a restart
   * @param marker what its statement says it is for
   */
  record Job(long id, String state, long rows, IndexMarker marker) {
    boolean open() {
      return !DONE.contains(state) && !FAILED.contains(state);
    }

    boolean failed() {
      return FAILED.contains(state);
    }
  }

  /** Reads information_schema.ddl_jobs, which ordinary users see for their own databases. */
  static IndexJobs read(Connection target, String migration) throws SQLException {
    List<Job> jobs = new ArrayList<>();
    Rows.each(
        target,
        "SELECT JOB_ID, STATE, ROW_COUNT, QUERY FROM information_schema.ddl_jobs WHERE QUERY LIKE ?",
        List.of("%" + IndexMarker.prefix(migration) + "%"),
        row -> {
          long id = row.number("JOB_ID");
          String state = row.text("STATE");
          long rows = row.number("ROW_COUNT");
          IndexMarker.in(row.text("QUERY"))
              .filter(m -> m.migration().equals(migration))
              .ifPresent(marker -> jobs.add(new Job(id, state, rows, marker)));
        });
    return new IndexJobs(List.copyOf(jobs));
  }

  /** Digests of tables on which a job is queued or running, whichever execution issued it. */
  Set<String> busyTables() {
    return jobs.stream().filter(Job::open).map(j -> j.marker().table()).collect(Collectors.toSet());
  }

  /** Whether a job of exactly that statement was rolled back or cancelled. */
  boolean failed(IndexMarker marker) {
    return jobs.stream().anyMatch(j -> j.failed() && j.marker().equals(marker));
  }

  /** Rows times indexes that open jobs on that table have worked on. */
  long rows(String table) {
    return jobs.stream().filter(j -> j.open() && j.marker().table().equals(table)).mapToLong(Job::rows).max().orElse(0);
  }
}
