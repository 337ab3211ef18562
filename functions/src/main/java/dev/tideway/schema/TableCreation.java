package dev.tideway.schema;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Deadline;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.TargetReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the databases and tables that do not exist yet. It needs no cursor: the target itself shows where the creation stopped. */
public final class TableCreation {
  private static final Logger LOG = LoggerFactory.getLogger(TableCreation.class);
  private static final int LISTED = 10;

  private final Connection target;
  private final Drift drift;
  private final StageRecord record;

  public TableCreation(Connection target, Drift drift, StageRecord record) {
    this.target = target;
    this.drift = drift;
    this.record = record;
  }

  /** Creates the missing ones. Returns the number of tables in the plan, all of which exist afterwards. */
  public int create(SchemaPlan plan, Deadline deadline) throws SQLException {
    try (Statement statement = target.createStatement()) {
      for (PlannedSchema schema : plan.schemas()) {
        statement.execute(schema.sql());
        record.done(schema.name());
      }
      Map<TableId, Table> existing = new HashMap<>();
      new TargetReader(target, UnaryOperator.identity())
          .read(plan.schemas().stream().map(PlannedSchema::name).toList())
          .tables()
          .forEach(t -> existing.put(TargetCatalog.fold(t.id()), t));
      int done = 0;
      for (PlannedTable table : plan.tables()) {
        Table there = existing.get(TargetCatalog.fold(table.id()));
        if (there == null) {
          if (deadline.near()) {
            throw new Unfinished(done + " of " + plan.tables().size() + " tables created");
          }
          create(statement, table);
        } else {
          compare(table, there);
        }
        record.done(table.id().toString());
        done++;
      }
      return done;
    } finally {
      record.save();
    }
  }

  private static void create(Statement statement, PlannedTable table) throws SQLException {
    try {
      statement.execute(table.create());
    } catch (SQLException e) {
      throw DatabaseErrors.of(ErrorCode.TABLE_NOT_CREATED, "creating the table " + table.id() + " on the target failed", e);
    }
  }

  /**
   * Compares an existing table with the plan. The table may be from an earlier execution, and the definition on the source or on the target may have been
   * altered since. Then the table would receive wrong rows.
   */
  private void compare(PlannedTable table, Table there) {
    List<Difference> differences = drift.of(table, there, Set.of(Stage.tables), Set.of());
    differences.stream().filter(d -> !d.touchesRows()).forEach(d -> LOG.warn("{}", d.line()));
    List<Difference> wrong = differences.stream().filter(Difference::touchesRows).toList();
    if (!wrong.isEmpty()) {
      throw new MigrationFailed(
          ErrorCode.OTHER_COLUMNS,
          "the table " + table.id() + " exists on the target and differs from the table that the plan creates: "
              + wrong.stream().limit(LISTED).map(Difference::line).collect(Collectors.joining("; "))
              + "; drop it on the target and start the same request again");
    }
  }
}
