package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.cutover.Rebase;
import dev.tideway.cutover.RebaseResult;
import dev.tideway.cutover.RebaseResult.Rebased;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.model.Column;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.TablePair;
import dev.tideway.run.Artifact;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the target's next AUTO_INCREMENT values so that they cannot collide, and records the TSO from which a rollback changefeed would start. */
public final class RebaseHandler extends FilesHandler<RebaseHandler.Input, RebaseHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(RebaseHandler.class);
  private static final Artifact<Cursor> CURSOR = Artifact.of("rebase-cursor.json", Cursor.class);
  private static final int UNKNOWN_VARIABLE = 1193;

  private final Databases databases;

  /** Creates the handler from its function's environment variables. */
  public RebaseHandler() {
    this(Platform.objects(), Platform.locks(), new Databases(Platform.secrets()));
  }

  public RebaseHandler(ObjectStore objects, Locks locks, Databases databases) {
    super(Input.class, objects, locks);
    this.databases = databases;
  }

  /** The execution. */
  public record Input(Run run) implements OfRun {}

  /** The number of tables with AUTO_INCREMENT, and the TSO. */
  public record Output(int tables, String tso) {}

  /** The tables done so far, saved at the end of a slice. */
  record Cursor(int next, List<Rebased> done) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    RebaseResult result = files.find(RebaseResult.FILE).orElseGet(() -> DatabaseErrors.during("rebasing AUTO_INCREMENT", () -> {
      try (Connection source = databases.read(migration.source()); Connection target = databases.write(migration.target())) {
        return rebase(files, inventory, source, target, deadline);
      }
    }));
    LOG.info("rebased: {} tables with AUTO_INCREMENT, TSO {}", result.tables().size(), result.tso());
    return new Output(result.tables().size(), result.tso());
  }

  private RebaseResult rebase(Workspace files, Inventory inventory, Connection source, Connection target, Deadline deadline) throws SQLException {
    List<Table> tables = inventory.tables().stream().filter(table -> table.columns().stream().anyMatch(Column::autoIncrement)).toList();
    Cursor cursor = files.find(CURSOR).orElse(new Cursor(0, List.of()));
    List<Rebased> done = new ArrayList<>(cursor.done());
    Rebase rebase = new Rebase(source, target);
    liveCatalogue(source);
    for (int i = cursor.next(); i < tables.size(); i++) {
      if (deadline.near()) {
        files.write(CURSOR, new Cursor(i, List.copyOf(done)));
        throw new Unfinished(i + " of " + tables.size() + " tables rebased");
      }
      TablePair pair = TablePair.read(inventory.source(), tables.get(i), target);
      Optional<ColumnPair> column = Rebase.column(pair);
      if (column.isPresent()) {
        rebase.rebase(pair, column.get()).ifPresent(done::add);
      }
    }
    RebaseResult result = new RebaseResult(List.copyOf(done), tso(target), Platform.clock().instant());
    files.write(RebaseResult.FILE, result);
    return result;
  }

  /** Turns off MySQL 8's cache of table statistics, which may be a day old. The other servers do not have the variable. */
  private static void liveCatalogue(Connection source) throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute("SET SESSION information_schema_stats_expiry = 0");
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
    }
  }

  private static String tso(Connection target) throws SQLException {
    try (Statement statement = target.createStatement()) {
      // outside a transaction TiDB returns no timestamp, and turning autocommit off does not begin a transaction
      statement.execute("BEGIN");
      try (ResultSet rows = statement.executeQuery("SELECT TIDB_CURRENT_TSO()")) {
        rows.next();
        return rows.getString(1);
      } finally {
        statement.execute("ROLLBACK");
      }
    }
  }
}
