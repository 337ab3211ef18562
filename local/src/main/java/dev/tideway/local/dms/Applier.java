package dev.tideway.local.dms;

import dev.tideway.local.dms.ErrorPolicies.Action;
import dev.tideway.local.dms.ErrorPolicies.Kind;
import dev.tideway.local.dms.TableStatistics.Change;
import dev.tideway.local.dms.TableStatistics.State;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changes to the target in the source's order. Several source transactions share one target transaction. If that transaction fails
 * for a temporary reason, it is rolled back and applied again as a whole, unless the mark that it wrote shows that it was committed.
 * Changes that may overlap a table's full load are applied so that a row that already exists, or no longer exists, is no conflict.
 */
final class Applier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final String MARKS = "`awsdms_txn_state`";

  /** The catalog entry of a change's row image; empty if the table is not migrated. */
  @FunctionalInterface
  interface Tables {
    Optional<SourceTable> find(TableName name);
  }

  private final TaskContext task;
  private final Tables catalog;
  private ColumnCodec codec;
  private final List<SourceChange.OfTable> batch = new ArrayList<>();
  private final Map<TableName, TargetTable> targets = new HashMap<>();
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final List<String[]> exceptions = new ArrayList<>();
  private final Map<TableName, Map<Change, Long>> applied = new HashMap<>();
  private Connection target;
  private Optional<MultiRowInsert> inserts = Optional.empty();
  private Optional<TargetTable> insertsInto = Optional.empty();
  private final String session = UUID.randomUUID().toString();
  private int pendingRows;
  private long committed;

  Applier(TaskContext task, Tables catalog, ColumnCodec codec) {
    this.task = task;
    this.catalog = catalog;
    this.codec = codec;
  }

  /** A catalog that was read again may have more character sets. */
  void codec(ColumnCodec next) {
    codec = next;
  }

  void open() throws SQLException {
    target = LocalSessions.target(task.target());
    target.setAutoCommit(false);
  }

  /** Creates the control schema's tables, as DMS does when a task starts. */
  static void createControlTables(TaskContext task) throws SQLException {
    String schema = TableName.quote(task.settings().controlSchema());
    try (Connection connection = LocalSessions.target(task.target())) {
      LocalSessions.run(connection, "CREATE DATABASE IF NOT EXISTS " + schema);
      LocalSessions.run(connection, "CREATE TABLE IF NOT EXISTS " + schema + ".`awsdms_apply_exceptions` (`TASK_NAME` varchar(128) NOT NULL,"
          + " `TABLE_OWNER` varchar(128) NOT NULL, `TABLE_NAME` varchar(128) NOT NULL, `ERROR_TIME` timestamp NOT NULL,"
          + " `STATEMENT` longtext NOT NULL, `ERROR` longtext NOT NULL)");
      LocalSessions.run(connection, "CREATE TABLE IF NOT EXISTS " + schema + "." + MARKS + " (`TASK_NAME` varchar(128) NOT NULL PRIMARY KEY,"
          + " `MARK` varchar(64) NOT NULL)");
    }
  }

  /** Number of rows in the open target transaction. */
  int pendingRows() {
    return pendingRows;
  }

  /** Applies one change within the open target transaction. */
  void apply(SourceChange.OfTable change) throws TaskFailure, SQLException {
    one(change);
    batch.add(change);
    pendingRows += change instanceof SourceChange.Rows rows ? rows.count() : 1;
  }

  private void one(SourceChange.OfTable change) throws TaskFailure, SQLException {
    Optional<TableStatistics> found = task.progress().find(change.table());
    if (found.isEmpty() || suspended(found.get()) || found.get().contains(change.position())) {
      return;
    }
    TableStatistics statistics = found.get();
    switch (change) {
      case SourceChange.Truncated truncated -> truncate(truncated, statistics);
      case SourceChange.Rows rows -> {
        Optional<TargetTable> table = target(change.table());
        if (table.isEmpty()) {
          suspend(statistics, Kind.TABLE, "The table does not exist on the target");
        } else {
          rows(table.get(), rows, statistics);
        }
      }
    }
  }

  private static boolean suspended(TableStatistics statistics) {
    State state = statistics.state();
    return state != State.COMPLETED && state != State.RELOADING;
  }

  private Optional<TargetTable> target(TableName name) throws SQLException {
    TargetTable known = targets.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SourceTable> source = catalog.find(name);
    Optional<TargetTable> read = source.isPresent() ? TargetTable.read(target, source.get()) : Optional.empty();
    read.ifPresent(table -> targets.put(name, table));
    return read;
  }

  /** A reloaded table may have different columns than before. */
  void forget(TableName name) throws SQLException, TaskFailure {
    flushInserts();
    targets.remove(name);
  }

  private void truncate(SourceChange.Truncated change, TableStatistics statistics) throws SQLException, TaskFailure {
    if (task.settings().flag("ErrorBehavior", "ApplyErrorFailOnTruncationDdl")) {
      throw new TaskFailure("Table " + change.table() + " was truncated on the source");
    }
    if (!task.settings().flag("ChangeProcessingDdlHandlingPolicy", "HandleSourceTableTruncated")) {
      LOG.warn("TRUNCATE of {} ignored by HandleSourceTableTruncated", change.table());
      return;
    }
    // DDL commits the open transaction, so the transaction is ended here, with the same effect
    commit();
    LocalSessions.run(target, "TRUNCATE TABLE " + change.table().quoted());
    statistics.applied(Change.DDL, 1);
  }

  private void rows(TargetTable table, SourceChange.Rows change, TableStatistics statistics) throws SQLException, TaskFailure {
    List<SourceColumn> columns = table.source().columns();
    if (change.columns() != columns.size()) {
      suspend(statistics, Kind.TABLE, "The change has " + change.columns() + " columns, the table has " + columns.size()
          + ": it was altered on the source");
      return;
    }
    if (!table.source().copied().stream().allMatch(change.carried()::get)) {
      suspend(statistics, Kind.TABLE, "The change lacks columns: binlog_row_image must be FULL");
      return;
    }
    boolean cached = statistics.overlaps(change.position());
    boolean tolerant = cached && task.settings().flag("ErrorBehavior", "FullLoadIgnoreConflicts");
    for (int i = 0; i < change.count() && !suspended(statistics); i++) {
      try {
        switch (change.kind()) {
          case INSERT -> insert(table, decoded(table, change.after().get(i)), statistics, tolerant);
          case UPDATE -> update(table, decoded(table, change.before().get(i)), decoded(table, change.after().get(i)), statistics,
              tolerant);
          case DELETE -> delete(table, decoded(table, change.before().get(i)), statistics, tolerant);
          case DDL -> throw new IllegalStateException("a row event is no DDL");
        }
      } catch (IOException e) {
        suspend(statistics, Kind.TABLE, e.getMessage());
      }
    }
  }

  /** The whole row, in the order of the source's columns; columns that are not migrated stay null. */
  private Object[] decoded(TargetTable table, Serializable[] raw) throws IOException {
    var values = new Object[table.source().columns().size()];
    for (int index : table.source().copied()) {
      values[index] = codec.decode(table.name(), table.source().columns().get(index), raw[index]);
    }
    return values;
  }

  private static Object[] copied(TargetTable table, Object[] row) {
    return table.source().copied().stream().map(index -> row[index]).toArray();
  }

  private static Object[] searched(TargetTable table, Object[] row) {
    return table.searched().stream().map(index -> row[index]).toArray();
  }

  private void insert(TargetTable table, Object[] row, TableStatistics statistics, boolean tolerant) throws SQLException, TaskFailure {
    if (tolerant) {
      flushInserts();
      insertOne(table, row, statistics, true);
      return;
    }
    if (insertsInto.isEmpty() || !insertsInto.get().name().equals(table.name())) {
      flushInserts();
      insertsInto = Optional.of(table);
      inserts = Optional.of(new MultiRowInsert(target, table, "INSERT"));
    }
    // the whole row is kept until it is written: after a conflict, the row is found by its columns
    if (inserts.get().add(row)) {
      writeInserts();
    }
  }

  private void flushInserts() throws SQLException, TaskFailure {
    if (inserts.isPresent()) {
      try {
        writeInserts();
      } finally {
        inserts.get().close();
        inserts = Optional.empty();
        insertsInto = Optional.empty();
      }
    }
  }

  private void writeInserts() throws SQLException, TaskFailure {
    TargetTable table = insertsInto.orElseThrow();
    List<Object[]> rows = inserts.orElseThrow().take();
    if (rows.isEmpty()) {
      return;
    }
    TableStatistics statistics = task.progress().table(table.name());
    try {
      inserts.orElseThrow().write(rows.stream().map(row -> copied(table, row)).toList());
      count(table.name(), Change.INSERT, rows.size());
    } catch (SQLException e) {
      if (ErrorPolicies.retryable(e)) {
        throw e;
      }
      for (Object[] row : rows) {
        if (!suspended(statistics)) {
          insertOne(table, row, statistics, false);
        }
      }
    }
  }

  private void insertOne(TargetTable table, Object[] row, TableStatistics statistics, boolean tolerant) throws SQLException, TaskFailure {
    try {
      execute(table.insert("INSERT", 1), copied(table, row));
      count(table.name(), Change.INSERT, 1);
    } catch (SQLException e) {
      if (!ErrorPolicies.duplicate(e)) {
        failed(e, statistics, table.insert("INSERT", 1), ErrorPolicies.kind(e));
      } else if (tolerant) {
        if (overwrite(table, row)) {
          count(table.name(), Change.INSERT, 1);
        }
      } else if (decide(statistics, Kind.INSERT, table.insert("INSERT", 1), e.getMessage()) == Action.WRITE_RECORD) {
        replace(table, row, statistics);
      }
    }
  }

  /**
   * The row with the same key is deleted and the new one inserted (DMS, "Error handling task settings", INSERT_RECORD). What DMS does if a
   * different row has the new row's unique value is not documented; here the new row is lost.
   */
  private void replace(TargetTable table, Object[] row, TableStatistics statistics) throws SQLException {
    if (!table.source().hasKey()) {
      return;
    }
    execute(table.delete(), searched(table, row));
    try {
      execute(table.insert("INSERT", 1), copied(table, row));
      count(table.name(), Change.INSERT, 1);
    } catch (SQLException e) {
      if (!ErrorPolicies.duplicate(e)) {
        throw e;
      }
      refused(statistics, table.insert("INSERT", 1), e.getMessage());
    }
  }

  /** The row exists already: it gets the new values. A conflict with a different row is ignored, because a later change resolves it. */
  private boolean overwrite(TargetTable table, Object[] row) throws SQLException {
    if (!table.source().hasKey()) {
      return false;
    }
    try {
      return execute(table.update(), concat(copied(table, row), searched(table, row))) > 0;
    } catch (SQLException e) {
      if (!ErrorPolicies.duplicate(e)) {
        throw e;
      }
      LOG.debug("{}: a row of the overlap conflicts with another one", table.name());
      return false;
    }
  }

  private void update(TargetTable table, Object[] before, Object[] after, TableStatistics statistics, boolean tolerant)
      throws SQLException, TaskFailure {
    flushInserts();
    String sql = table.update();
    try {
      if (execute(sql, concat(copied(table, after), searched(table, before))) > 0) {
        count(table.name(), Change.UPDATE, 1);
      } else if (!tolerant && decide(statistics, Kind.UPDATE, sql, "0 rows affected") == Action.WRITE_RECORD) {
        insertOne(table, after, statistics, false);
      }
    } catch (SQLException e) {
      if (!ErrorPolicies.duplicate(e)) {
        failed(e, statistics, sql, ErrorPolicies.kind(e));
      } else if (tolerant) {
        leave(table, before, after);
      } else if (decide(statistics, Kind.UPDATE, sql, e.getMessage()) == Action.WRITE_RECORD) {
        refused(statistics, sql, e.getMessage());
      }
    }
  }

  /** The load has already read the row under its new key, so the row under the old key must be removed. Later changes resolve all other conflicts. */
  private void leave(TargetTable table, Object[] before, Object[] after) throws SQLException {
    if (Arrays.deepEquals(searched(table, before), searched(table, after)) || !overwrite(table, after)) {
      LOG.debug("{}: an update of the overlap conflicts with another row", table.name());
      return;
    }
    execute(table.delete(), searched(table, before));
    count(table.name(), Change.UPDATE, 1);
  }

  private void delete(TargetTable table, Object[] before, TableStatistics statistics, boolean tolerant) throws SQLException, TaskFailure {
    flushInserts();
    String sql = table.delete();
    try {
      if (execute(sql, searched(table, before)) > 0) {
        count(table.name(), Change.DELETE, 1);
      } else if (!tolerant) {
        var unused = decide(statistics, Kind.DELETE, sql, "0 rows affected");
      }
    } catch (SQLException e) {
      failed(e, statistics, sql, ErrorPolicies.kind(e));
    }
  }

  private int execute(String sql, Object[] values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = target.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      ColumnCodec.bind(statement, i + 1, values[i]);
    }
    return statement.executeUpdate();
  }

  private static Object[] concat(Object[] first, Object[] second) {
    Object[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private void failed(SQLException error, TableStatistics statistics, String sql, Kind kind) throws SQLException, TaskFailure {
    if (ErrorPolicies.retryable(error)) {
      throw error;
    }
    if (kind == Kind.TABLE) {
      exception(statistics.name(), sql, error.getMessage());
      suspend(statistics, kind, error.getMessage());
    } else {
      var unused = decide(statistics, kind, sql, error.getMessage());
    }
  }

  private Action decide(TableStatistics statistics, Kind kind, String sql, String message) throws TaskFailure {
    Action action = task.policies().decide(kind, statistics.name());
    if (action != Action.IGNORE && action != Action.WRITE_RECORD) {
      refused(statistics, sql, message);
    }
    if (action == Action.SUSPEND_TABLE) {
      suspendTable(statistics, message);
    } else if (action == Action.STOP_TASK) {
      throw new TaskFailure("A change of " + statistics.name() + " could not be applied: " + message);
    }
    return action;
  }

  private void refused(TableStatistics statistics, String sql, String message) {
    LOG.warn("A change of {} could not be applied: {}", statistics.name(), message);
    exception(statistics.name(), sql, message);
  }

  private void suspend(TableStatistics statistics, Kind kind, String message) throws TaskFailure {
    Action action = task.policies().decide(kind, statistics.name());
    suspendTable(statistics, message);
    if (action == Action.STOP_TASK) {
      throw new TaskFailure("Table " + statistics.name() + " failed: " + message);
    }
  }

  private static void suspendTable(TableStatistics statistics, String message) {
    LOG.error("Table {} is suspended: {}", statistics.name(), message);
    statistics.state(State.ERROR);
  }

  private void exception(TableName table, String sql, String error) {
    exceptions.add(new String[] {table.schema(), table.table(), sql, error});
  }

  private void count(TableName table, Change change, int rows) {
    applied.computeIfAbsent(table, name -> new EnumMap<>(Change.class)).merge(change, (long) rows, Long::sum);
  }

  /** Commits the applied changes; afterwards the caller moves the checkpoint. */
  void commit() throws SQLException, TaskFailure {
    flushInserts();
    writeExceptions();
    if (!batch.isEmpty()) {
      execute("REPLACE INTO " + marks() + " VALUES (?, ?)", new Object[] {task.resourceId(), mark()});
    }
    target.commit();
    settled();
  }

  /** The unique mark of this transaction. */
  private String mark() {
    return session + " " + committed;
  }

  private String marks() {
    return TableName.quote(task.settings().controlSchema()) + "." + MARKS;
  }

  /** A commit may have succeeded even if its answer was lost. */
  private boolean wasCommitted() throws SQLException {
    try (PreparedStatement statement = target.prepareStatement("SELECT 1 FROM " + marks() + " WHERE `TASK_NAME` = ? AND `MARK` = ?")) {
      statement.setString(1, task.resourceId());
      statement.setString(2, mark());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  private void settled() {
    for (SourceChange.OfTable change : batch) {
      Change kind = change instanceof SourceChange.Rows rows ? rows.kind() : Change.DDL;
      int count = change instanceof SourceChange.Rows rows ? rows.count() : 1;
      task.progress().find(change.table()).ifPresent(statistics -> statistics.captured(kind, count));
    }
    applied.forEach((name, counts) -> counts.forEach((kind, count) -> task.progress().table(name).applied(kind, count)));
    committed++;
    clear();
  }

  private void writeExceptions() throws SQLException {
    if (exceptions.isEmpty()) {
      return;
    }
    String sql = "INSERT INTO " + TableName.quote(task.settings().controlSchema()) + ".`awsdms_apply_exceptions`"
        + " (`TASK_NAME`, `TABLE_OWNER`, `TABLE_NAME`, `ERROR_TIME`, `STATEMENT`, `ERROR`) VALUES (?, ?, ?, ?, ?, ?)";
    LocalDateTime now = LocalDateTime.ofInstant(Instant.now(), ZoneOffset.UTC).withNano(0);
    for (String[] row : exceptions) {
      execute(sql, new Object[] {task.resourceId(), row[0], row[1], now.toString().replace('T', ' '), row[2], row[3]});
    }
    exceptions.clear();
  }

  /** Undoes the open transaction and, with {@code again}, applies the same changes once more on a session that works. */
  void recover(boolean again) throws SQLException, TaskFailure {
    List<SourceChange.OfTable> changes = List.copyOf(batch);
    Map<TableName, Map<Change, Long>> counts = Map.copyOf(applied);
    discard();
    if (!again) {
      return;
    }
    try {
      if (target == null || target.isClosed() || !target.isValid(5)) {
        close();
        open();
      }
      if (wasCommitted()) {
        restore(changes, counts);
        settled();
        return;
      }
      for (SourceChange.OfTable change : changes) {
        apply(change);
      }
      flushInserts();
    } catch (SQLException e) {
      restore(changes, counts);
      throw e;
    }
  }

  private void restore(List<SourceChange.OfTable> changes, Map<TableName, Map<Change, Long>> counts) {
    clear();
    batch.addAll(changes);
    applied.putAll(counts);
  }

  /** Rolls back the whole open transaction. */
  private void discard() {
    inserts = Optional.empty();
    insertsInto = Optional.empty();
    clear();
    try {
      if (target != null && !target.isClosed()) {
        target.rollback();
      }
    } catch (SQLException e) {
      LOG.debug("rollback failed, the session is replaced: {}", e.getMessage());
    }
  }

  private void clear() {
    batch.clear();
    exceptions.clear();
    applied.clear();
    pendingRows = 0;
  }

  @Override
  public void close() {
    discard();
    statements.clear();
    targets.clear();
    try {
      if (target != null) {
        target.close();
      }
    } catch (SQLException e) {
      LOG.debug("closing the target session failed: {}", e.getMessage());
    }
  }
}
