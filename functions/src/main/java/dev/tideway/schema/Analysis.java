package dev.tideway.schema;

import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates statistics of every table on the target, so that the application's first queries there use the indexes. A table that fails does not stop a
 * migration: TiDB analyses changed tables by itself, only later.
 */
public final class Analysis {
  /** The file that holds it. */
  static final Artifact<Progress> FILE = Artifact.of("analyze.json", Progress.class);

  private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);

  private final Connection target;
  private final Workspace files;
  private final Deadline deadline;

  /**
   * Progress of the analysis.
   *
   * @param next the table to continue with
   * @param left tables that TiDB must analyse by itself, each with the reason
   */
  public record Progress(int next, List<Left> left) {}

  /** One table that has no statistics for now. */
  record Left(TableId table, String reason) {}

  public Analysis(Connection target, Workspace files, Deadline deadline) {
    this.target = target;
    this.files = files;
    this.deadline = deadline;
  }

  /** Analyses the tables that are not analysed yet. */
  public Progress run(List<PlannedTable> tables) throws SQLException {
    Progress before = files.find(FILE).orElse(new Progress(0, List.of()));
    List<Left> left = new ArrayList<>(before.left());
    try (Statement statement = target.createStatement()) {
      for (int i = before.next(); i < tables.size(); i++) {
        if (deadline.near()) {
          throw stop(i, left, tables);
        }
        TableId table = tables.get(i).id();
        try {
          statement.setQueryTimeout((int) Math.max(1, deadline.within(deadline.reserve(), Duration.ofHours(1)).toSeconds()));
          statement.execute("ANALYZE TABLE " + Sql.name(table.schema(), table.table()));
        } catch (SQLTimeoutException e) {
          if (i > before.next()) {
            // the table gets a whole slice for itself before it is skipped
            throw stop(i, left, tables);
          }
          left.add(new Left(table, "takes longer than a function may run"));
        } catch (SQLException e) {
          if (DatabaseErrors.passing(e)) {
            stop(i, left, tables);
            throw e;
          }
          LOG.warn("analysing {}", table, e);
          left.add(new Left(table, e.getErrorCode() + " " + e.getMessage()));
        }
      }
    }
    return save(new Progress(tables.size(), List.copyOf(left)));
  }

  private Progress save(Progress progress) {
    files.write(FILE, progress);
    return progress;
  }

  private Unfinished stop(int next, List<Left> left, List<PlannedTable> tables) {
    save(new Progress(next, List.copyOf(left)));
    return new Unfinished(next + " of " + tables.size() + " tables analysed");
  }
}
