package dev.tideway.local.dms;

import dev.tideway.local.dms.ErrorPolicies.Action;
import dev.tideway.local.dms.TableStatistics.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one table. It prepares the table by TargetTablePrepMode, reads a consistent snapshot of the source, and writes it as DMS's LOAD
 * DATA LOCAL does, where a duplicate row or a value that does not fit is no error.
 */
final class TableLoader {
  private static final Logger LOG = LoggerFactory.getLogger(TableLoader.class);

  private final TaskContext task;
  private final ColumnCodec codec;
  private final BooleanSupplier cancelled;

  TableLoader(TaskContext task, ColumnCodec codec, BooleanSupplier cancelled) {
    this.task = task;
    this.codec = codec;
    this.cancelled = cancelled;
  }

  /**
   * Loads the table; its statistics contain the result.
   *
   * @param again whether this is a reload that was requested while the task runs
   * @throws TaskFailure if an error policy ends the whole task
   */
  void load(SourceTable table, boolean again) throws TaskFailure {
    TableStatistics statistics = task.progress().table(table.name());
    statistics.loadStarted(again);
    try (Connection source = LocalSessions.source(task.source()); Connection target = LocalSessions.target(task.target())) {
      if (task.faults().takeTableError(table.name())) {
        throw new SQLException("Failed to load data from the file into table " + table.name());
      }
      Optional<TargetTable> found = TargetTable.read(target, table);
      if (found.isEmpty()) {
        LOG.error("Table {} does not exist on the target", table.name());
        statistics.state(State.MISSING);
        return;
      }
      if (task.settings().truncatesTarget()) {
        LocalSessions.run(target, "TRUNCATE TABLE " + table.name().quoted());
      }
      // a change cannot be applied twice to a table without a key, so its snapshot's position must be exact
      Optional<LocalBinlogPosition> exact = Optional.empty();
      if (task.capturesChanges() && !table.hasKey()) {
        exact = SourcePositions.openExactSnapshot(source, task.source(), table.name());
      } else {
        SourcePositions.snapshot(source);
      }
      copy(source, target, found.get(), statistics);
      if (ended(statistics)) {
        return;
      }
      Optional<LocalBinlogPosition> end = task.capturesChanges() ? Optional.of(SourcePositions.current(source)) : Optional.empty();
      statistics.loadEnded(exact, end);
    } catch (SQLException e) {
      if (ended(statistics)) {
        // the connection was closed on purpose
        LOG.debug("Load of table {} ended early: {}", table.name(), e.getMessage());
        return;
      }
      LOG.error("Load of table {} failed: {}", table.name(), e.getMessage());
      suspend(statistics, task.policies().decide(ErrorPolicies.Kind.TABLE, table.name()), e.getMessage());
    }
  }

  private static boolean ended(TableStatistics statistics) {
    return statistics.state() == State.CANCELLED || statistics.state() == State.ERROR;
  }

  private static void suspend(TableStatistics statistics, Action action, String message) throws TaskFailure {
    statistics.state(State.ERROR);
    if (action == Action.STOP_TASK) {
      throw new TaskFailure("Table " + statistics.name() + " failed: " + message);
    }
  }

  private void copy(Connection source, Connection target, TargetTable table, TableStatistics statistics)
      throws SQLException, TaskFailure {
    List<Integer> copied = table.source().copied();
    if (copied.isEmpty()) {
      return;
    }
    List<SourceColumn> columns = copied.stream().map(table.source().columns()::get).toList();
    String sql = "SELECT " + columns.stream().map(ColumnCodec::selection).collect(Collectors.joining(", ")) + " FROM "
        + table.name().quoted();
    int commitRate = task.settings().number("FullLoadSettings", "CommitRate");
    target.setAutoCommit(false);
    try (Statement statement = source.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        var insert = new MultiRowInsert(target, table, "INSERT IGNORE")) {
      // MySQL's driver streams the rows one by one only with this fetch size
      statement.setFetchSize(Integer.MIN_VALUE);
      try (ResultSet row = statement.executeQuery(sql)) {
        int uncommitted = 0;
        while (row.next()) {
          if (cancelled.getAsBoolean() || statistics.state() == State.ERROR) {
            if (statistics.state() != State.ERROR) {
              statistics.state(State.CANCELLED);
            }
            target.rollback();
            // closing a streamed result reads it to its end, so the connection is aborted instead
            source.abort(Runnable::run);
            return;
          }
          boolean lost = task.faults().losesRow(table.name());
          uncommitted++;
          if (lost) {
            statistics.loadedRows(1, 0);
          } else if (insert.add(values(table.name(), columns, row))) {
            write(insert, table, statistics);
          }
          if (uncommitted >= commitRate) {
            write(insert, table, statistics);
            target.commit();
            uncommitted = 0;
          }
        }
        write(insert, table, statistics);
        target.commit();
      }
    } finally {
      if (!target.isClosed()) {
        target.rollback();
        target.setAutoCommit(true);
      }
    }
  }

  private Object[] values(TableName name, List<SourceColumn> columns, ResultSet row) throws SQLException {
    var values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = codec.read(name, columns.get(i), row, i + 1);
    }
    return values;
  }

  private void write(MultiRowInsert insert, TargetTable table, TableStatistics statistics) throws SQLException, TaskFailure {
    List<Object[]> batch = insert.take();
    try {
      insert.write(batch);
      statistics.loadedRows(batch.size(), 0);
    } catch (SQLException e) {
      if (ErrorPolicies.retryable(e)) {
        throw e;
      }
      for (Object[] row : batch) {
        writeOne(insert, table, statistics, row);
      }
    }
  }

  private void writeOne(MultiRowInsert insert, TargetTable table, TableStatistics statistics, Object[] row)
      throws SQLException, TaskFailure {
    try {
      insert.write(List.<Object[]>of(row));
      statistics.loadedRows(1, 0);
    } catch (SQLException e) {
      ErrorPolicies.Kind kind = ErrorPolicies.kind(e);
      if (ErrorPolicies.retryable(e) || kind == ErrorPolicies.Kind.TABLE) {
        throw e;
      }
      statistics.loadedRows(0, 1);
      Action action = task.policies().decide(kind, table.name());
      if (action != Action.IGNORE) {
        LOG.error("A row of table {} could not be loaded: {}", table.name(), e.getMessage());
      }
      if (action == Action.SUSPEND_TABLE || action == Action.STOP_TASK) {
        suspend(statistics, action, e.getMessage());
      }
    }
  }
}
