package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.dms.TableStatistics.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The progress of a task: its tables, its checkpoint, its dates. The task's threads write it; Describe calls read it. */
final class TaskProgress {
  private final ConcurrentSkipListMap<TableName, TableStatistics> tables = new ConcurrentSkipListMap<>();
  private Optional<Checkpoint> checkpoint = Optional.empty();
  private Optional<Instant> freshStart = Optional.empty();
  private Optional<Instant> start = Optional.empty();
  private Optional<Instant> stop = Optional.empty();
  private Optional<Instant> loadStart = Optional.empty();
  private Optional<Instant> loadEnd = Optional.empty();

  /**
   * The position from which a resume continues.
   *
   * @param transaction where the last applied transaction began
   * @param last where its last event began
   * @param end where the last event ended
   * @param time when the source committed it
   */
  record Checkpoint(LocalBinlogPosition transaction, LocalBinlogPosition last, LocalBinlogPosition end, Instant time) {
    static Checkpoint at(LocalBinlogPosition position) {
      return new Checkpoint(position, position, position, Instant.now());
    }

    /** In the format of DMS for MySQL sources (API reference, CdcStartPosition): file:last-event:-1:end:stamp:file:transaction. */
    String text() {
      String body = last + ":-1:" + end.offset() + ":" + time.toEpochMilli() * 1000 + ":" + transaction;
      return "checkpoint:V1#" + tag(body) + "#" + body + "#0#0#*#0#" + tag(body + "#");
    }

    private static int tag(String text) {
      return Math.floorMod(text.hashCode(), 90) + 10;
    }
  }

  /** Resets everything: the task starts from the beginning. */
  synchronized void fresh() {
    tables.clear();
    checkpoint = Optional.empty();
    freshStart = Optional.of(Instant.now());
    loadStart = Optional.empty();
    loadEnd = Optional.empty();
  }

  synchronized void started() {
    start = Optional.of(Instant.now());
    stop = Optional.empty();
  }

  synchronized void stopped() {
    stop = Optional.of(Instant.now());
  }

  synchronized void loadStarted() {
    loadStart = Optional.of(Instant.now());
    loadEnd = Optional.empty();
  }

  synchronized void loadEnded() {
    loadEnd = Optional.of(Instant.now());
  }

  synchronized void checkpoint(Checkpoint place) {
    checkpoint = Optional.of(place);
  }

  synchronized Optional<Checkpoint> checkpoint() {
    return checkpoint;
  }

  TableStatistics table(TableName name) {
    return tables.computeIfAbsent(name, TableStatistics::new);
  }

  Optional<TableStatistics> find(TableName name) {
    return Optional.ofNullable(tables.get(name));
  }

  Collection<TableStatistics> tables() {
    return List.copyOf(tables.values());
  }

  int count(State state) {
    return (int) tables.values().stream().filter(table -> table.state() == state).count();
  }

  synchronized ObjectNode describe() {
    ObjectNode node = Requests.object();
    int all = tables.size();
    int loaded = count(State.COMPLETED);
    int errored = count(State.ERROR) + count(State.MISSING);
    node.put("FullLoadProgressPercent", all == 0 ? 0 : 100 * (loaded + errored) / all);
    Instant until = stop.orElseGet(Instant::now);
    node.put("ElapsedTimeMillis", start.map(from -> Duration.between(from, until).toMillis()).orElse(0L));
    node.put("TablesLoaded", loaded);
    node.put("TablesLoading", count(State.LOADING) + count(State.RELOADING));
    node.put("TablesQueued", count(State.BEFORE_LOAD) + count(State.CANCELLED));
    node.put("TablesErrored", errored);
    freshStart.ifPresent(time -> node.put("FreshStartDate", Requests.seconds(time)));
    start.ifPresent(time -> node.put("StartDate", Requests.seconds(time)));
    stop.ifPresent(time -> node.put("StopDate", Requests.seconds(time)));
    loadStart.ifPresent(time -> node.put("FullLoadStartDate", Requests.seconds(time)));
    loadEnd.ifPresent(time -> node.put("FullLoadFinishDate", Requests.seconds(time)));
    return node;
  }
}
