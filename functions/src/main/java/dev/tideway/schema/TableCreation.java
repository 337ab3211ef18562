package dev.tideway.schema;

import dev.tideway.aws.Deadline;
import dev.tideway.catalog.Column;
import dev.tideway.catalog.TableId;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Unfinished;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Creates the databases and tables that are not there yet. Needs no cursor: the target itself says where it stopped. */
final class TableCreation {
  private final Connection target;

  TableCreation(Connection target) {
    this.target = target;
  }

  /** The number of tables the plan has, all of which exist afterwards. */
  int create(SchemaPlan plan, Deadline deadline) throws SQLException {
    try (Statement statement = target.createStatement()) {
      for (PlannedSchema schema : plan.schemas()) {
        statement.execute(schema.sql());
      }
      Map<TableId, List<String>> existing = new TargetCatalog(target).columns(plan.schemas().stream().map(PlannedSchema::name).toList());
      int done = 0;
      for (PlannedTable table : plan.tables()) {
        List<String> columns = existing.get(TargetCatalog.fold(table.id()));
        if (columns == null) {
          if (deadline.near()) {
            throw new Unfinished(done + " of " + plan.tables().size() + " tables created");
          }
          create(statement, table);
        } else {
          compare(table, columns);
        }
        done++;
      }
      return done;
    }
  }

  private static void create(Statement statement, PlannedTable table) throws SQLException {
    try {
      statement.execute(table.create());
    } catch (SQLException e) {
      throw TargetFailures.of("TW-E080", "creating the table " + table.id() + " on the target failed", e);
    }
  }

  /** A table left by an earlier execution while the source's was altered would take the wrong rows. */
  private static void compare(PlannedTable table, List<String> columns) {
    List<String> planned = table.model().columns().stream().map(Column::name).map(TargetCatalog::fold).toList();
    if (!planned.equals(columns)) {
      throw new MigrationFailed(
          "TW-E081",
          "the table " + table.id() + " exists on the target with other columns than the source has now: found " + columns + ", needed "
              + planned + "; drop it on the target and start the same request again");
    }
  }
}
