package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The DescribeTableStatistics data of one table, and the data that a task must keep between a stop and a resume. */
final class TableStatistics {
  /** A table's state, with the names of the API. */
  enum State {
    MISSING("Table does not exist"),
    BEFORE_LOAD("Before load"),
    LOADING("Full load"),
    COMPLETED("Table completed"),
    CANCELLED("Table cancelled"),
    ERROR("Table error"),
    RELOADING("Table is being reloaded");

    private final String text;

    State(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** The kinds of changes that are counted. */
  enum Change { INSERT, UPDATE, DELETE, DDL }

  private final TableName name;
  private final Map<Change, Long> captured = new EnumMap<>(Change.class);
  private final Map<Change, Long> applied = new EnumMap<>(Change.class);
  private State state = State.BEFORE_LOAD;
  private long loadedRows;
  private long loadErrors;
  private boolean reloaded;
  private Optional<Instant> loadStart = Optional.empty();
  private Optional<Instant> loadEnd = Optional.empty();
  private Instant updated = Instant.now();
  private Optional<LocalBinlogPosition> snapshot = Optional.empty();
  private Optional<LocalBinlogPosition> overlapEnd = Optional.empty();

  TableStatistics(TableName name) {
    this.name = name;
  }

  TableName name() {
    return name;
  }

  synchronized State state() {
    return state;
  }

  synchronized void state(State next) {
    state = next;
    updated = Instant.now();
  }

  synchronized void loadStarted(boolean again) {
    state = again ? State.RELOADING : State.LOADING;
    loadedRows = 0;
    loadErrors = 0;
    reloaded = again || reloaded;
    loadStart = Optional.of(Instant.now());
    loadEnd = Optional.empty();
    updated = Instant.now();
  }

  /** A table with a requested reload shows this state before the reload starts. */
  synchronized void reloadRequested() {
    state = State.RELOADING;
    reloaded = true;
    updated = Instant.now();
  }

  /**
   * The load has succeeded. A reloaded table is complete only when the changes that were held back are applied.
   *
   * @param exact the exact position of the snapshot, if it is known: the rows already include changes up to it
   * @param end a position after the load: changes up to it may overlap the rows; empty if no changes follow
   */
  synchronized void loadEnded(Optional<LocalBinlogPosition> exact, Optional<LocalBinlogPosition> end) {
    snapshot = exact;
    overlapEnd = end;
    loadEnd = Optional.of(Instant.now());
    if (state == State.LOADING) {
      state = State.COMPLETED;
    }
    updated = Instant.now();
  }

  synchronized void loadedRows(long rows, long errors) {
    loadedRows += rows;
    loadErrors += errors;
    updated = Instant.now();
  }

  synchronized void captured(Change change, long count) {
    captured.merge(change, count, Long::sum);
    updated = Instant.now();
  }

  synchronized void applied(Change change, long count) {
    applied.merge(change, count, Long::sum);
    updated = Instant.now();
  }

  /** Whether a change up to this position is part of the loaded rows. */
  synchronized boolean contains(LocalBinlogPosition position) {
    return snapshot.isPresent() && snapshot.get().reached(position);
  }

  /** Whether a change at this position may overlap the loaded rows. */
  synchronized boolean overlaps(LocalBinlogPosition position) {
    return overlapEnd.isPresent() && overlapEnd.get().reached(position);
  }

  synchronized Optional<LocalBinlogPosition> overlapEnd() {
    return overlapEnd;
  }

  synchronized ObjectNode describe() {
    ObjectNode node = Requests.object();
    node.put("SchemaName", name.schema());
    node.put("TableName", name.table());
    node.put("Inserts", captured.getOrDefault(Change.INSERT, 0L));
    node.put("Deletes", captured.getOrDefault(Change.DELETE, 0L));
    node.put("Updates", captured.getOrDefault(Change.UPDATE, 0L));
    node.put("Ddls", captured.getOrDefault(Change.DDL, 0L));
    node.put("AppliedInserts", applied.getOrDefault(Change.INSERT, 0L));
    node.put("AppliedDeletes", applied.getOrDefault(Change.DELETE, 0L));
    node.put("AppliedUpdates", applied.getOrDefault(Change.UPDATE, 0L));
    node.put("AppliedDdls", applied.getOrDefault(Change.DDL, 0L));
    node.put("FullLoadRows", loadedRows);
    node.put("FullLoadCondtnlChkFailedRows", 0);
    node.put("FullLoadErrorRows", loadErrors);
    loadStart.ifPresent(time -> node.put("FullLoadStartTime", Requests.seconds(time)));
    loadEnd.ifPresent(time -> node.put("FullLoadEndTime", Requests.seconds(time)));
    node.put("FullLoadReloaded", reloaded);
    node.put("LastUpdateTime", Requests.seconds(updated));
    node.put("TableState", state.text());
    node.put("ValidationPendingRecords", 0);
    node.put("ValidationFailedRecords", 0);
    node.put("ValidationSuspendedRecords", 0);
    node.put("ValidationState", "Not enabled");
    return node;
  }
}
