package dev.tideway.schema;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.Rows;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the indexes that are in the plan and not on the target. TiDB continues a DDL statement after its connection ends, so a step may end while jobs run.
 * The next step finds the jobs by their marker and never issues a statement whose job is queued or running. Only one call at a time checks and issues
 * statements for a migration: the call holds a lock of the target, and the target releases it when the call's connection ends.
 */
public final class IndexBuild {
  private static final Logger LOG = LoggerFactory.getLogger(IndexBuild.class);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  /** After a slow check, the next check waits this many times the duration of the slow one, because no statement is issued during a check. */
  private static final int REST = 10;

  /** If another call is at work, a call waits this long for it, because the other call may be about to end. */
  private static final Duration JOB_WAIT = Duration.ofSeconds(10);

  /** Maximum number of failures that a message names. The others are counted. */
  private static final int LISTED = 10;

  /** A step's statements get at least this time to reach the target, so that a slow check does not use up every whole step. */
  private static final Duration LEAST = Duration.ofMillis(500);

  /** Time between two checks for the jobs of the last statements. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  /** The search for duplicate keys may take this long after the end of the step, because the message that names the keys is the step's last result. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Sessions sessions;
  private final SchemaPlan plan;
  private final IndexFailures failures;
  private final IndexAttempt attempt;
  private final int atOnce;
  private final Map<TableId, Long> rows;
  private final StageRecord record;
  private final Inventory inventory;
  private final Workspace files;

  public IndexBuild(Sessions sessions, SchemaPlan plan, Inventory inventory, Workspace files, IndexAttempt attempt, int atOnce) {
    this.sessions = sessions;
    this.plan = plan;
    this.inventory = inventory;
    this.files = files;
    this.failures = new IndexFailures(files, attempt);
    this.attempt = attempt;
    this.atOnce = atOnce;
    this.rows = inventory.tables().stream().collect(Collectors.toMap(Table::id, t -> Math.max(1, t.rows())));
    this.record = new StageRecord(files, Stage.indexes);
  }

  /**
   * Where the search for an attempt's jobs ends.
   *
   * @param job the target's newest job before the attempt issued its first statement
   */
  record Before(long job) {}

  /**
   * The state of the target at one check.
   *
   * @param built objects that exist
   * @param missing groups that do not exist
   * @param failed those of the missing groups that this attempt will not build
   * @param busy tables on which a job or statement works that this call has not issued
   */
  private record Check(List<String> built, List<IndexGroup> missing, Map<IndexGroup, FailedIndex> failed, Set<TableId> busy) {
    boolean busy(IndexGroup group) {
      return busy.contains(group.table());
    }

    List<IndexGroup> open() {
      return missing.stream().filter(g -> !failed.containsKey(g)).toList();
    }

    /** The state with what this process knows by now, without another check. */
    private Check knowing(Set<IndexGroup> succeeded, Map<IndexGroup, FailedIndex> refused) {
      List<String> more = new ArrayList<>(built);
      missing.stream().filter(succeeded::contains).forEach(g -> g.names().forEach(n -> more.add(g.table() + "." + n)));
      List<IndexGroup> rest = missing.stream().filter(g -> !succeeded.contains(g)).toList();
      Map<IndexGroup, FailedIndex> all = new LinkedHashMap<>(failed);
      rest.stream().filter(refused::containsKey).forEach(g -> all.put(g, refused.get(g)));
      return new Check(more, rest, all, busy);
    }
  }

  /** Works for at most that long and returns the progress. */
  public IndexProgress step(Duration budget) throws SQLException {
    long end = System.nanoTime() + budget.toNanos();
    try (Connection watch = sessions.open()) {
      if (!alone(watch, budget)) {
        return IndexProgress.elsewhere(plan.tables().stream().mapToInt(t -> t.indexes().size()).sum());
      }
      try (IndexStatements statements = new IndexStatements(sessions)) {
        return step(watch, statements, end);
      }
    }
  }

  /** The name of the target's lock that a call holds while it checks and issues statements. */
  static String lockName(String migration) {
    return "tideway_indexes_" + migration;
  }

  /** Whether no other call works on this migration's indexes. Holds until the connection ends. */
  private boolean alone(Connection watch, Duration budget) throws SQLException {
    long seconds = Math.min(JOB_WAIT.toSeconds(), budget.toSeconds());
    try {
      return Rows.first(watch, "SELECT GET_LOCK(?, " + seconds + ")", lockName(files.run().migration())).filter("1"::equals).isPresent();
    } catch (SQLException e) {
      // several calls that wait for the lock may conflict, and TiDB reports this only in these words
      if (String.valueOf(e.getMessage()).contains("pessimistic lock retry limit")) {
        return false;
      }
      throw e;
    }
  }

  private IndexProgress step(Connection watch, IndexStatements statements, long until) throws SQLException {
    IndexJobs jobs = new IndexJobs(watch, files.run().migration(), before(watch).job());
    long begun = System.nanoTime();
    Check check = check(watch, jobs, statements);
    long checkedAt = System.nanoTime();
    long checkNanos = checkedAt - begun;
    long end = Math.max(until, checkedAt + LEAST.toNanos());
    while (true) {
      Map<IndexGroup, FailedIndex> refused = statements.failed();
      refused.forEach(failures::keep);
      check = check.knowing(statements.succeeded(), refused);
      // a check costs more than building many a small index, so it is not done after each one
      boolean due = System.nanoTime() - checkedAt >= Math.max(CHECK_INTERVAL.toNanos(), REST * checkNanos);
      if (check.open().isEmpty() || statements.checkNeeded() || due) {
        begun = System.nanoTime();
        check = check(watch, jobs, statements);
        checkedAt = System.nanoTime();
        checkNanos = checkedAt - begun;
      }
      if (check.open().isEmpty() || System.nanoTime() >= end) {
        settle(jobs, statements);
        record.done(check.built());
        record.save();
        // the other indexes are built first: so all failures are reported at once, and the next execution finds the other indexes built
        Optional<MigrationFailed> failure = check.open().isEmpty() ? failure(watch, check, end) : Optional.empty();
        return progress(check, jobs, statements, failure);
      }
      issue(check, statements);
      statements.awaitOne(Duration.ofNanos(Math.min(CHECK_INTERVAL.toNanos(), Math.max(1, end - System.nanoTime()))));
    }
  }

  /** The target's newest job before this attempt issued its first statement. The search never includes older jobs. */
  private Before before(Connection watch) throws SQLException {
    Artifact<Before> file = Artifact.of("index-jobs-before-" + attempt + ".json", Before.class);
    Optional<Before> known = files.find(file);
    if (known.isPresent()) {
      return known.get();
    }
    Before before = new Before(IndexJobs.newest(watch));
    files.write(file, before);
    return before;
  }

  /** Waits until the target has made every statement a job. A statement that is cut off earlier cannot be distinguished from one that never arrived. */
  private static void settle(IndexJobs jobs, IndexStatements statements) throws SQLException {
    long end = System.nanoTime() + GRACE.toNanos();
    while (!jobs.issued().containsAll(statements.markers()) && System.nanoTime() < end) {
      statements.awaitOne(SETTLING);
      jobs.check();
    }
  }

  private boolean postponed(FailedIndex failed) {
    return attempt == IndexAttempt.afterLoad && failed.duplicates();
  }

  private void issue(Check check, IndexStatements statements) {
    int busy = check.busy().size();
    for (IndexGroup group : check.open()) {
      if (busy + statements.running() >= atOnce) {
        return;
      }
      if (!check.busy(group) && statements.mayIssue(group)) {
        LOG.info("building {} of {}", group.names(), group.table());
        statements.issue(group, marker(group));
      }
    }
  }

  private IndexGroup.Marker marker(IndexGroup group) {
    return new IndexGroup.Marker(files.run().migration(), files.run().fence(), attempt, IndexGroup.hash(group.table()), group.hash());
  }

  /** Reads the jobs first: if the job of an index ends in between, the index is then found among the finished ones. */
  private Check check(Connection watch, IndexJobs jobs, IndexStatements statements) throws SQLException {
    // a statement that ends from here on with an unknown result needs another check after this one
    Set<TableId> own = statements.tables();
    statements.checkBegins(own);
    jobs.check();
    Set<String> working = jobs.busyTables();
    Set<IndexGroup.Marker> rolledBack = jobs.failed();
    Map<TableId, Set<String>> existing = new TargetCatalog(watch).indexes(plan.schemas().stream().map(PlannedSchema::name).toList());
    List<String> built = new ArrayList<>();
    List<IndexGroup> missing = new ArrayList<>();
    Set<TableId> busy = new HashSet<>();
    for (PlannedTable table : plan.tables()) {
      Set<String> there = existing.getOrDefault(TargetCatalog.fold(table.id()), Set.of());
      List<PlannedIndex> lacking = table.indexes().stream().filter(i -> !there.contains(TargetCatalog.fold(i.name()))).toList();
      table.indexes().stream().filter(i -> !lacking.contains(i)).forEach(i -> built.add(table.id() + "." + i.name()));
      missing.addAll(IndexGroup.of(table.id(), lacking));
      if (!working.isEmpty() && !lacking.isEmpty() && !own.contains(table.id()) && working.contains(IndexGroup.hash(table.id()))) {
        busy.add(table.id());
      }
    }
    Map<IndexGroup, FailedIndex> failed = new LinkedHashMap<>();
    for (IndexGroup group : missing) {
      // a statement that this process waits for returns the reason of its failure itself
      boolean unobserved = !rolledBack.isEmpty() && !busy.contains(group.table()) && !own.contains(group.table()) && rolledBack.contains(marker(group));
      failures.find(group).or(() -> unobserved ? Optional.of(FailedIndex.unobserved(group)) : Optional.empty()).ifPresent(f -> failed.put(group, f));
    }
    return new Check(built, missing, failed, busy);
  }

  /** The failure for a unique index that cannot be built. It names the duplicate keys. */
  private Optional<MigrationFailed> failure(Connection watch, Check check, long end) {
    List<FailedIndex> fatal = check.failed().values().stream().filter(f -> !postponed(f)).toList();
    if (fatal.isEmpty()) {
      return Optional.empty();
    }
    List<DuplicateKeys> duplicates = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (FailedIndex failed : fatal) {
      if (lines.size() == LISTED) {
        lines.add((fatal.size() - LISTED) + " more");
        break;
      }
      Optional<DuplicateKeys> found = failed.duplicates() ? duplicates(watch, failed, end) : Optional.empty();
      found.ifPresent(duplicates::add);
      lines.add(failed.explanation() + found.map(d -> "; " + d.line()).orElse(""));
    }
    files.write(DuplicateKeys.FILE, duplicates);
    boolean keys = fatal.stream().anyMatch(FailedIndex::duplicates);
    return Optional.of(new MigrationFailed(keys ? ErrorCode.DUPLICATE_KEYS : ErrorCode.INDEX_NOT_BUILT, String.join("\n", lines)));
  }

  private Optional<DuplicateKeys> duplicates(Connection watch, FailedIndex failed, long end) {
    Index index =
        inventory.table(failed.table()).indexes().stream().filter(i -> failed.indexes().contains(i.name())).findFirst().orElseThrow();
    try {
      return Optional.of(DuplicateKeys.read(watch, failed.table(), index, Duration.ofNanos(end - System.nanoTime()).plus(GRACE)));
    } catch (SQLException e) {
      LOG.warn("which keys of {} stand twice could not be asked", failed.object(), e);
      return Optional.empty();
    }
  }

  private IndexProgress progress(Check check, IndexJobs jobs, IndexStatements statements, Optional<MigrationFailed> failure) {
    int running = 0;
    int remaining = 0;
    long work = 0;
    long worked = 0;
    Map<TableId, Long> counted = new HashMap<>();
    for (PlannedTable table : plan.tables()) {
      work += table.indexes().size() * rows.getOrDefault(table.id(), 1L);
    }
    long missing = 0;
    for (IndexGroup group : check.open()) {
      long share = group.indexes().size() * rows.getOrDefault(group.table(), 1L);
      missing += share;
      if (check.busy(group) || statements.busy(group.table())) {
        running += group.indexes().size();
        counted.merge(group.table(), share, Math::max);
      } else {
        remaining += group.indexes().size();
      }
    }
    for (Map.Entry<TableId, Long> busy : counted.entrySet()) {
      worked += Math.min(busy.getValue(), jobs.rows(IndexGroup.hash(busy.getKey())));
    }
    int percent = work == 0 ? 100 : (int) Math.min(100, (work - missing + worked) * 100 / work);
    List<FailedIndex> postponed = check.failed().values().stream().filter(this::postponed).toList();
    return new IndexProgress(check.built().size(), running, remaining, postponed, percent, failure);
  }

  /** Opens connections to the target. */
  @FunctionalInterface
  public interface Sessions {
    /** A new connection, which the caller closes. */
    Connection open() throws SQLException;
  }
}
