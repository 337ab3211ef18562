package dev.tideway.schema;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target's DDL jobs of one migration. A job is found by the marker in its statement, and from then on by its number. TiDB lists the open jobs first,
 * then its whole history, the newest first. It reads only as many jobs of the history as the query asks for. A check ends at the newest job that the check
 * before has seen. So its cost depends on the jobs issued since then, and never on all jobs that TiDB has ever run.
 */
final class IndexJobs {
  private static final Logger LOG = LoggerFactory.getLogger(IndexJobs.class);
  private static final Set<String> DONE = Set.of("synced", "done");
  private static final Set<String> FAILED = Set.of("rollback done", "cancelled");

  /** A job in that state is in the history, and no later job in the list is newer. */
  private static final String HISTORY = "synced";

  /** Rows of the first query. Each further query reads four times as many. */
  private static final int FEW = 128;

  private final Connection target;
  private final String migration;
  private final Map<Long, Job> known = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private long seen;
  private int rowsRead;

  /**
   * One job.
   *
   * @param id TiDB's number, which increases
   * @param state the state as TiDB prints it
   * @param rows rows times indexes processed so far; increases in steps, and exceeds the table's rows after a restart
   * @param marker the marker in its statement
   */
  record Job(long id, String state, long rows, IndexGroup.Marker marker) {
    boolean open() {
      return !DONE.contains(state) && !FAILED.contains(state);
    }

    boolean failed() {
      return FAILED.contains(state);
    }
  }

  /**
   * One row of TiDB's list. A job that builds several indexes has one row for itself and one for each of its parts.
   *
   * @param part whether it is the row of a part, which has the count but not the job's state
   */
  private record Row(long id, String state, long rows, boolean part, Optional<IndexGroup.Marker> marker) {}

  /**
   * The jobs issued since a moment.
   *
   * @param seen the newest job of that moment, as {@link #newest} returned it; jobs that ended before are not searched for
   */
  IndexJobs(Connection target, String migration, long seen) {
    this.target = target;
    this.migration = migration;
    this.seen = seen;
  }

  /** The number of the newest job that ended, of any user. Every job issued from now on has a higher number. */
  static long newest(Connection target) throws SQLException {
    IndexJobs jobs = new IndexJobs(target, "", 0);
    for (int limit = FEW; ; limit *= 4) {
      List<Row> rows = jobs.rows(limit);
      Optional<Row> ended = rows.stream().filter(r -> r.state().equals(HISTORY)).findFirst();
      if (ended.isPresent() || rows.size() < limit) {
        return ended.map(Row::id).orElse(0L);
      }
    }
  }

  /** Reads the state of the jobs. A statement that is not a job yet is found in the list of sessions. */
  void check() throws SQLException {
    waiting.clear();
    // read before the jobs: a statement that becomes a job in between is then in both
    Rows.each(
        target, "SELECT INFO FROM information_schema.PROCESSLIST WHERE INFO LIKE ?", List.of("ALTER TABLE %" + IndexGroup.Marker.prefix(migration) + "%"),
        row -> mine(row.text("INFO")).ifPresent(marker -> waiting.add(marker.table())));
    List<Row> rows = recent();
    Map<Long, Long> counts =
        rows.stream().filter(r -> r.marker().isPresent()).collect(Collectors.toMap(Row::id, Row::rows, Math::max));
    for (Row row : rows) {
      if (!row.part() && row.marker().isPresent()) {
        Job job = new Job(row.id(), row.state(), counts.get(row.id()), row.marker().get());
        if (known.put(row.id(), job) == null) {
          LOG.info("job {} of the target: {}", row.id(), job.marker().text());
        }
      }
    }
    long oldestOpen = known.values().stream().filter(Job::open).mapToLong(Job::id).min().orElse(Long.MAX_VALUE);
    long newestEnded = rows.stream().filter(r -> r.state().equals(HISTORY)).mapToLong(Row::id).max().orElse(seen);
    seen = Math.max(seen, Math.min(newestEnded, oldestOpen - 1));
  }

  /** At least all open jobs, and all jobs that are newer than the last seen one. */
  private List<Row> recent() throws SQLException {
    for (int limit = FEW; ; limit *= 4) {
      List<Row> rows = rows(limit);
      if (rows.size() < limit || rows.stream().anyMatch(r -> r.state().equals(HISTORY) && !r.part() && r.id() <= seen)) {
        return rows;
      }
    }
  }

  private List<Row> rows(int limit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    // ordinary users see the jobs of their own databases there, without SUPER; the target sends the text only if it has our marker
    Rows.each(
        target,
        "SELECT JOB_ID, STATE, JOB_TYPE, ROW_COUNT, IF(QUERY LIKE ?, QUERY, '') AS QUERY FROM"
            + " (SELECT JOB_ID, STATE, JOB_TYPE, ROW_COUNT, QUERY FROM information_schema.ddl_jobs LIMIT " + limit + ") recent",
        List.of("%" + IndexGroup.Marker.prefix(migration) + "%"),
        row ->
            rows.add(
                new Row(
                    row.number("JOB_ID"), row.text("STATE"), row.number("ROW_COUNT"), row.text("JOB_TYPE").contains("subjob"), mine(row.text("QUERY")))));
    rowsRead += rows.size();
    return rows;
  }

  private Optional<IndexGroup.Marker> mine(String sql) {
    return IndexGroup.Marker.in(sql).filter(m -> m.migration().equals(migration));
  }

  /** Number of rows of TiDB's list that have been read so far. */
  int rowsRead() {
    return rowsRead;
  }

  /** Digests of tables on which a job is queued or running, or a statement is about to become a job, for statements of any call. */
  Set<String> busyTables() {
    return Stream.concat(waiting.stream(), jobs().stream().filter(Job::open).map(j -> j.marker().table())).collect(Collectors.toSet());
  }

  /** The statements whose job was rolled back or cancelled. */
  Set<IndexGroup.Marker> failed() {
    return jobs().stream().filter(Job::failed).map(Job::marker).collect(Collectors.toSet());
  }

  /** The statements that have become jobs. */
  Set<IndexGroup.Marker> issued() {
    return jobs().stream().map(Job::marker).collect(Collectors.toSet());
  }

  /** Rows times indexes that open jobs on that table have processed. */
  long rows(String table) {
    return jobs().stream().filter(j -> j.open() && j.marker().table().equals(table)).mapToLong(Job::rows).max().orElse(0);
  }

  private Collection<Job> jobs() {
    return known.values();
  }
}
