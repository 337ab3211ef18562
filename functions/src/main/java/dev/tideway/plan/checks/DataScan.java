package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows where the catalogue does not contain the answer. The reads are bounded and run one after the other, in slices. The next slice continues where
 * the last one stopped. A read that takes too long becomes a finding, and the scan continues with the next read.
 */
public final class DataScan {
  private static final Logger LOG = LoggerFactory.getLogger(DataScan.class);
  private static final Artifact<Cursor> CURSOR = Artifact.of("preflight-scan.json", Cursor.class);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Preflight.Opener source;
  private final Workspace files;
  private final Deadline deadline;

  public DataScan(Preflight.Opener source, Workspace files, Deadline deadline) {
    this.source = source;
    this.files = files;
    this.deadline = deadline;
  }

  /**
   * One bounded read.
   *
   * @param object what it reads, for a finding that reports a failed read
   * @param look reads the source
   */
  public record Step(String object, Look look) {}

  /** Reads the source. */
  @FunctionalInterface
  interface Look {
    /** The findings. */
    List<Finding> look(Connection source) throws SQLException;
  }

  /**
   * Where the last slice stopped.
   *
   * @param done number of completed steps
   * @param findings findings of those steps
   */
  record Cursor(int done, List<Finding> findings) {}

  /**
   * The findings of all steps.
   *
   * @throws Unfinished if the time of the function ended before the last step
   */
  public List<Finding> run(List<Step> steps) {
    Cursor cursor = files.find(CURSOR).orElse(new Cursor(0, List.of()));
    List<Finding> findings = new ArrayList<>(cursor.findings());
    Optional<Connection> connection = Optional.empty();
    try {
      for (int i = cursor.done(); i < steps.size(); i++) {
        // a slice does at least one step, because otherwise the scan would never end
        if (i > cursor.done() && deadline.near()) {
          files.write(CURSOR, new Cursor(i, findings));
          throw new Unfinished(i + " of " + steps.size() + " reads of rows done");
        }
        connection = step(steps.get(i), connection, findings);
      }
    } finally {
      connection.ifPresent(DataScan::close);
    }
    // a plan that is made again scans again
    files.write(CURSOR, new Cursor(0, List.of()));
    return findings;
  }

  private Optional<Connection> step(Step step, Optional<Connection> open, List<Finding> findings) {
    Optional<Connection> connection = open;
    try {
      if (connection.isEmpty()) {
        connection = Optional.of(source.open());
      }
      Duration free = deadline.left().minus(deadline.reserve());
      ConnectionLimits.set(connection.get(), free.compareTo(LONGEST) < 0 ? free : LONGEST);
      findings.addAll(step.look().look(connection.get()));
      return connection;
    } catch (SQLException e) {
      findings.add(DatabaseErrors.kind(e) == DatabaseErrors.Kind.stopped ? tooLong(step) : FailedChecks.of("rows of " + step.object(), e));
      if (DatabaseErrors.lost(e)) {
        connection.ifPresent(DataScan::close);
        return Optional.empty();
      }
      return connection;
    }
  }

  private static Finding tooLong(Step step) {
    return Finding.warning(
        FindingCode.LOOK_INCOMPLETE, step.object(), "reading its rows took longer than " + LONGEST.toSeconds() + " s and was stopped", "a check of every row",
        "check by hand, on a replica, with the query in docs/findings.md; the verification will compare every row");
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.info("closing a connection failed: {}", e.getSQLState());
    }
  }
}
