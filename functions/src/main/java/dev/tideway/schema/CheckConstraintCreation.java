package dev.tideway.schema;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.run.Deadline;
import dev.tideway.schema.SchemaPlan.PlannedCheck;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Adds CHECK constraints. The target reads every row for each constraint. So they are added while replication runs and not after the freeze. */
public final class CheckConstraintCreation {
  private final Connection target;
  private final StageRecord record;
  private final Deadline deadline;

  public CheckConstraintCreation(Connection target, StageRecord record, Deadline deadline) {
    this.target = target;
    this.record = record;
    this.deadline = deadline;
  }

  /** Adds what is missing and returns the number of constraints. */
  public int add(SchemaPlan plan) throws SQLException {
    int count = 0;
    try (Statement statement = target.createStatement()) {
      for (PlannedTable table : plan.tables()) {
        for (PlannedCheck check : table.checks()) {
          if (deadline.near()) {
            throw new Unfinished(count + " CHECK constraints added");
          }
          add(statement, table, check);
          count++;
        }
      }
      return count;
    } finally {
      record.save();
    }
  }

  private void add(Statement statement, PlannedTable table, PlannedCheck check) throws SQLException {
    String object = table.id() + "." + check.name();
    if (record.contains(object)) {
      return;
    }
    try {
      statement.execute(Ddl.alter(table.id(), check.clause()));
    } catch (SQLException e) {
      // an earlier call may have added it and ended before it recorded that
      if (e.getErrorCode() != DatabaseErrors.DUPLICATE_CHECK) {
        throw DatabaseErrors.of(ErrorCode.CHECK_NOT_ADDED, "adding the CHECK constraint " + check.name() + " to " + table.id() + " failed", e);
      }
    }
    record.done(object);
  }
}
