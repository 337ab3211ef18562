package dev.tideway.local.dms;

import dev.tideway.local.dms.Faults.Moment;
import dev.tideway.local.dms.TableStatistics.State;
import dev.tideway.local.dms.TaskProgress.Checkpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a task, from its start to its stop or failure: the full load of the tables that are not loaded yet, then the changes. */
final class ReplicationRun {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationRun.class);
  private static final Duration POLL = Duration.ofMillis(20);
  /** A transaction is in the binlog a moment before it is visible to a snapshot. A start position that was read this long before is safe. */
  private static final Duration SETTLE = Duration.ofMillis(100);
  private static final String FATAL = " Stop Reason FATAL_ERROR Error Level FATAL";

  /** Receives the result of the run; each method is called at most once, without any lock. */
  interface Outcome {
    void running();

    void stopped(String reason);

    void failed(String message);
  }

  /** The lag of a task at a moment, for its metrics. */
  record Lag(Instant time, long sourceSeconds, long targetSeconds, long waitingChanges) {}

  private final TaskContext task;
  private final String type;
  private final boolean fresh;
  private final Outcome outcome;
  private final DmsTimings timings;
  private final ConcurrentSkipListMap<TableName, SourceTable> tables = new ConcurrentSkipListMap<>();
  private final Reloads reloads = new Reloads();
  private final AtomicReference<Optional<ChangeStream>> stream = new AtomicReference<>(Optional.empty());
  private volatile Instant oldestUnapplied = Instant.MAX;
  private volatile boolean stopping;
  private volatile boolean closing;
  private volatile boolean capturing;
  private ColumnCodec codec;

  /**
   * A run.
   *
   * @param type the task's migration type
   * @param fresh whether it starts from the beginning (start-replication, reload-target) or continues
   */
  ReplicationRun(TaskContext task, String type, boolean fresh, DmsTimings timings, Outcome outcome) {
    this.task = task;
    this.type = type;
    this.fresh = fresh;
    this.timings = timings;
    this.outcome = outcome;
  }

  /** Requests the run's stop; {@link Outcome} receives the end. */
  void stop() {
    stopping = true;
  }

  /** Ends the run without a call to the outcome: the service is closing. */
  void close() {
    closing = true;
    stopping = true;
  }

  /** Runs on the caller's thread until it ends. */
  void run() {
    try {
      String reason = steps();
      if (!closing) {
        outcome.stopped("Stop Reason " + reason);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TaskFailure e) {
      fail(e.getMessage());
    } catch (SQLException | RuntimeException e) {
      LOG.error("task {} failed", task.resourceId(), e);
      fail(e.getMessage());
    }
  }

  private void fail(String message) {
    if (!closing) {
      outcome.failed("Last Error " + message + FATAL);
    }
  }

  private String steps() throws SQLException, TaskFailure, InterruptedException {
    failIfAsked(Moment.STARTING);
    prepare();
    Applier.createControlTables(task);
    outcome.running();
    boolean loads = load();
    if (stopping) {
      return "NORMAL";
    }
    if (!task.capturesChanges()) {
      return "FULL_LOAD_ONLY_FINISHED";
    }
    if (loads && task.settings().stopAfterLoad()) {
      return "STOPPED_AFTER_FULL_LOAD";
    }
    Optional<LocalBinlogPosition> until = loads && task.settings().stopAfterCachedChanges() ? overlapEnd() : Optional.empty();
    return changes(until);
  }

  private void failIfAsked(Moment moment) throws TaskFailure {
    Optional<String> message = task.faults().takeTaskFailure(moment);
    if (message.isPresent()) {
      throw new TaskFailure(message.get());
    }
  }

  private void prepare() throws SQLException, TaskFailure, InterruptedException {
    try (Connection source = LocalSessions.source(task.source())) {
      if (fresh) {
        task.progress().fresh();
      }
      if (task.capturesChanges() && task.progress().checkpoint().isEmpty()) {
        task.progress().checkpoint(Checkpoint.at(SourcePositions.current(source)));
      }
      readCatalog(source);
    }
    for (TableName name : task.mappings().named()) {
      if (!tables.containsKey(name)) {
        LOG.error("Table {} does not exist on the source", name);
        task.progress().table(name).state(State.MISSING);
      }
    }
    for (TableName name : tables.keySet()) {
      TableStatistics statistics = task.progress().table(name);
      if (type.equals("cdc")) {
        statistics.state(State.COMPLETED);
      }
    }
    if (tables.isEmpty() && task.settings().flag("ErrorBehavior", "FailOnNoTablesCaptured")) {
      throw new TaskFailure("No tables were found at task initialization. Either the selected table(s) or schemas(s) no longer exist or no"
          + " match was found for the table selection pattern(s).");
    }
    if (fresh) {
      Thread.sleep(SETTLE);
    }
  }

  private void readCatalog(Connection source) throws SQLException {
    Map<TableName, SourceTable> read = new SourceCatalog(task.mappings(), task.settings()).read(source);
    tables.putAll(read);
    codec = new ColumnCodec(Charsets.of(source, tables.values()), task.settings());
  }

  /** Loads every table that is not loaded yet; returns whether there was any. */
  private boolean load() throws TaskFailure, InterruptedException {
    List<SourceTable> waiting = tables.values().stream().filter(table -> switch (task.progress().table(table.name()).state()) {
      case BEFORE_LOAD, LOADING, CANCELLED, RELOADING -> true;
      case COMPLETED, ERROR, MISSING -> false;
    }).toList();
    if (waiting.isEmpty()) {
      return false;
    }
    task.progress().loadStarted();
    failIfAsked(Moment.FULL_LOAD);
    load(waiting, false);
    while (!stopping && !task.capturesChanges() && !reloads.nothingAsked()) {
      load(reloads.start().stream().flatMap(name -> Optional.ofNullable(tables.get(name)).stream()).toList(), false);
      reloads.loaded(tables.keySet());
      reloads.finish();
    }
    if (!stopping) {
      task.progress().loadEnded();
      if (task.progress().count(State.COMPLETED) == 0) {
        throw new TaskFailure("All tables failed to load.");
      }
    }
    return true;
  }

  private void load(Collection<SourceTable> chosen, boolean again) throws TaskFailure, InterruptedException {
    new FullLoad(task, new TableLoader(task, codec, () -> stopping)).run(chosen, again);
  }

  private Optional<LocalBinlogPosition> overlapEnd() {
    return task.progress().tables().stream().flatMap(table -> table.overlapEnd().stream()).max(LocalBinlogPosition::compareTo);
  }

  private String changes(Optional<LocalBinlogPosition> until) throws SQLException, TaskFailure, InterruptedException {
    failIfAsked(Moment.CHANGES);
    capturing = true;
    var attempts = new RecoverableErrors(task.settings(), timings.recoverableErrorUnit());
    try (var applier = new Applier(task, name -> Optional.ofNullable(tables.get(name)), codec)) {
      while (true) {
        LocalBinlogPosition from = task.progress().checkpoint().orElseThrow().end();
        try (var changes = new ChangeStream(task.source(), from, tables::containsKey, timings.applyDelay())) {
          stream.set(Optional.of(changes));
          applier.open();
          Optional<String> ended = apply(changes, applier, attempts, until);
          if (ended.isPresent()) {
            return ended.get();
          }
        } catch (SQLException e) {
          if (!ErrorPolicies.retryable(e)) {
            throw e;
          }
          LOG.warn("task {}: {}", task.resourceId(), e.getMessage());
        } finally {
          applier.close();
        }
        attempts.pause(() -> stopping);
        if (stopping) {
          return "NORMAL";
        }
      }
    } finally {
      capturing = false;
      stream.set(Optional.empty());
      cancelReloads();
    }
  }

  /** A table whose reload was interrupted is loaded again by the next resume. */
  private void cancelReloads() {
    for (TableStatistics table : task.progress().tables()) {
      if (table.state() == State.RELOADING || table.state() == State.LOADING) {
        table.state(State.CANCELLED);
      }
    }
  }

  /** Applies changes until the run must stop (then it returns the reason) or the stream ends (then it returns empty). */
  private Optional<String> apply(ChangeStream changes, Applier applier, RecoverableErrors attempts, Optional<LocalBinlogPosition> until)
      throws SQLException, TaskFailure, InterruptedException {
    var place = new Place(task.progress().checkpoint().orElseThrow());
    int enough = task.settings().number("ChangeProcessingTuning", "MinTransactionSize");
    while (true) {
      if (stopping && (place.complete || changes.isEmpty())) {
        if (place.complete) {
          commit(applier, place, attempts);
        }
        return Optional.of("NORMAL");
      }
      failIfAsked(Moment.CHANGES);
      if (place.complete) {
        if (applier.pendingRows() >= enough || changes.isEmpty() || !reloads.idle()) {
          commit(applier, place, attempts);
        }
        if (until.isPresent() && task.progress().checkpoint().orElseThrow().end().reached(until.get())) {
          return Optional.of("STOPPED_AFTER_CACHED_EVENTS");
        }
        reload(applier, place, attempts);
      }
      Optional<SourceChange> next = changes.poll(POLL);
      if (next.isPresent()) {
        switch (next.get()) {
          case SourceChange.OfTable change -> {
            place.complete = false;
            trackOldest(change);
            if (!reloads.keepsBack(change)) {
              attempt(applier, attempts, () -> applier.apply(change));
            }
          }
          case SourceChange.Altered altered -> {
            LOG.warn("DDL on the source is not applied: {}", altered.sql());
            altered.table().flatMap(task.progress()::find).ifPresent(table -> table.captured(TableStatistics.Change.DDL, 1));
          }
          case SourceChange.Committed committed -> place.reached(committed.checkpoint());
          case SourceChange.Advanced advanced -> {
            if (place.complete) {
              place.reached(new Checkpoint(advanced.position(), advanced.position(), advanced.position(), advanced.time()));
            }
          }
          case SourceChange.Broken broken -> {
            if (!broken.recoverable()) {
              throw new TaskFailure(broken.message());
            }
            LOG.warn("task {}: {}", task.resourceId(), broken.message());
            applier.recover(false);
            return Optional.empty();
          }
        }
      }
    }
  }

  private void trackOldest(SourceChange.OfTable change) {
    Instant time = switch (change) {
      case SourceChange.Rows rows -> rows.time();
      case SourceChange.Truncated truncated -> truncated.time();
    };
    if (time.isBefore(oldestUnapplied)) {
      oldestUnapplied = time;
    }
  }

  private void commit(Applier applier, Place place, RecoverableErrors attempts) throws SQLException, TaskFailure, InterruptedException {
    if (applier.pendingRows() > 0) {
      attempt(applier, attempts, applier::commit);
    }
    attempts.passed();
    if (reloads.idle()) {
      oldestUnapplied = Instant.MAX;
    }
    task.progress().checkpoint(place.checkpoint);
  }

  /** Starts the requested reloads and processes the tables whose reload has ended. Called between transactions only. */
  private void reload(Applier applier, Place place, RecoverableErrors attempts)
      throws SQLException, TaskFailure, InterruptedException {
    Optional<TaskFailure> failure = reloads.failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
    for (Map.Entry<TableName, List<SourceChange.OfTable>> finished : reloads.finish().entrySet()) {
      TableStatistics statistics = task.progress().table(finished.getKey());
      applier.forget(finished.getKey());
      for (SourceChange.OfTable change : finished.getValue()) {
        attempt(applier, attempts, () -> applier.apply(change));
      }
      commit(applier, place, attempts);
      if (statistics.state() == State.RELOADING) {
        statistics.state(State.COMPLETED);
      }
    }
    if (reloads.nothingAsked()) {
      return;
    }
    commit(applier, place, attempts);
    List<TableName> starting = reloads.start();
    if (starting.isEmpty()) {
      return;
    }
    try (Connection source = LocalSessions.source(task.source())) {
      readCatalog(source);
    }
    applier.codec(codec);
    List<SourceTable> chosen = new ArrayList<>();
    starting.forEach(name -> chosen.add(tables.get(name)));
    Thread.ofVirtual().name("dms-reload").start(() -> {
      try {
        load(chosen, true);
        reloads.loaded(starting);
      } catch (TaskFailure e) {
        reloads.failed(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        reloads.failed(new TaskFailure("Reload failed: " + e, e));
      }
    });
  }

  /** An operation on the target that may be repeated after a temporary error. */
  @FunctionalInterface
  private interface Step {
    void run() throws SQLException, TaskFailure;
  }

  private void attempt(Applier applier, RecoverableErrors attempts, Step step) throws SQLException, TaskFailure, InterruptedException {
    boolean again = false;
    while (true) {
      try {
        if (again) {
          applier.recover(true);
        }
        step.run();
        return;
      } catch (SQLException e) {
        if (!ErrorPolicies.retryable(e)) {
          throw e;
        }
        LOG.warn("task {}: applying again after: {}", task.resourceId(), e.getMessage());
        attempts.pause(() -> stopping);
        if (stopping) {
          throw e;
        }
        again = true;
      }
    }
  }

  /** Reloads tables; refuses names that the task does not have. */
  boolean reload(Collection<TableName> names) {
    if (!tables.keySet().containsAll(names)) {
      return false;
    }
    names.forEach(name -> task.progress().table(name).reloadRequested());
    reloads.ask(names);
    return true;
  }

  /**
   * The lag behind the source; empty while the run does not capture changes, or if the source does not answer. In whole seconds, rounded
   * up: a lag of zero means that everything that the source had committed at the sample's time is on the target.
   */
  Optional<Lag> lag() {
    Optional<ChangeStream> current = stream.get();
    if (!capturing || current.isEmpty()) {
      return Optional.empty();
    }
    ChangeStream changes = current.get();
    // taken before the query to the source; otherwise a change committed in between would count as applied
    Instant now = Instant.now();
    try (Connection source = LocalSessions.source(task.source())) {
      LocalBinlogPosition end = SourcePositions.current(source);
      long read = changes.readTo().reached(end) ? 0 : seconds(changes.lastEvent(), now);
      boolean applied = reloads.idle() && task.progress().checkpoint().filter(place -> place.end().reached(end)).isPresent();
      long written = applied ? 0 : seconds(oldest(changes), now);
      return Optional.of(new Lag(now, read, Math.max(read, written), changes.waiting() + reloads.waiting()));
    } catch (SQLException e) {
      LOG.debug("no lag: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** The source's commit time of the oldest change that is not on the target, or of the newest change read if none is waiting. */
  private Instant oldest(ChangeStream changes) {
    Instant unapplied = oldestUnapplied;
    Instant waiting = changes.oldestWaiting().orElse(Instant.MAX);
    Instant oldest = unapplied.isBefore(waiting) ? unapplied : waiting;
    return oldest.equals(Instant.MAX) ? changes.lastEvent() : oldest;
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(1, Duration.between(from, to).plusMillis(999).toSeconds());
  }

  /** The position of the stream: the position for a checkpoint, and whether a source transaction is open. */
  private static final class Place {
    private Checkpoint checkpoint;
    private boolean complete = true;

    Place(Checkpoint checkpoint) {
      this.checkpoint = checkpoint;
    }

    void reached(Checkpoint next) {
      checkpoint = next;
      complete = true;
    }
  }
}
