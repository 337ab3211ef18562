package dev.tideway.schema;

import dev.tideway.aws.ObjectStore;
import dev.tideway.catalog.TableId;
import dev.tideway.request.Run;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds what the plan has and the target lacks. A DDL of TiDB outlives its connection, so a step may end while jobs run on; the
 * next step finds them by their marker and never issues a statement whose job is queued or running.
 */
final class IndexBuild {
  /** Error texts by marker, since TiDB tells them only to the client that issued the statement. */
  static final String FAILURES = "index-failure.json";

  private static final Logger LOG = LoggerFactory.getLogger(IndexBuild.class);
  private static final int AT_ONCE = 2;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Sessions sessions;
  private final SchemaPlan plan;
  private final Run run;
  private final ObjectStore objects;

  IndexBuild(Sessions sessions, SchemaPlan plan, Run run, ObjectStore objects) {
    this.sessions = sessions;
    this.plan = plan;
    this.run = run;
    this.objects = objects;
  }

  /** The target as one look found it. */
  private record Look(int done, List<IndexGroup> missing, IndexJobs jobs) {
    boolean busy(IndexGroup group) {
      return jobs.busyTables().contains(IndexGroup.hash(group.table()));
    }

    private Look without(Set<IndexGroup> built) {
      List<IndexGroup> rest = missing.stream().filter(g -> !built.contains(g)).toList();
      int more = missing.stream().filter(built::contains).mapToInt(g -> g.indexes().size()).sum();
      return new Look(done + more, rest, jobs);
    }
  }

  /** Works at it for at most that long and says how far it is. */
  IndexProgress step(Duration budget) throws SQLException {
    long end = System.nanoTime() + budget.toNanos();
    try (Connection watch = sessions.open();
        IndexStatements statements = new IndexStatements(sessions)) {
      Look look = look(watch);
      long looked = System.nanoTime();
      while (true) {
        Optional<String> failure = statements.failure();
        if (failure.isPresent()) {
          objects.putJson(run.key(FAILURES), failure.get());
        }
        look = look.without(statements.succeeded());
        // looking costs more than many a small index, so it is not done after each one
        if (look.missing().isEmpty() || System.nanoTime() - looked >= LOOK_EVERY.toNanos()) {
          look = look(watch);
          looked = System.nanoTime();
        }
        Optional<String> failed = failure.isPresent() ? failure : rolledBack(look);
        if (failed.isPresent() || look.missing().isEmpty() || System.nanoTime() >= end) {
          return progress(look, statements, failed);
        }
        issue(look, statements);
        statements.awaitOne(Duration.ofNanos(Math.min(LOOK_EVERY.toNanos(), Math.max(1, end - System.nanoTime()))));
      }
    }
  }

  private void issue(Look look, IndexStatements statements) {
    int busy = (int) look.missing().stream().filter(look::busy).map(IndexGroup::table).filter(t -> !statements.busy(t)).distinct().count();
    for (IndexGroup group : look.missing()) {
      if (busy + statements.running() >= AT_ONCE) {
        return;
      }
      if (!look.busy(group) && !statements.busy(group.table())) {
        LOG.info("building {} of {}", group.names(), group.table());
        statements.issue(group, marker(group));
      }
    }
  }

  private IndexMarker marker(IndexGroup group) {
    return new IndexMarker(run.migration(), run.fence(), IndexGroup.hash(group.table()), group.hash());
  }

  /** The jobs are read first: an index whose job ends in between is then found among the finished ones. */
  private Look look(Connection watch) throws SQLException {
    IndexJobs jobs = IndexJobs.read(watch, run.migration(), run.fence());
    Map<TableId, Set<String>> existing = new TargetCatalog(watch).indexes(plan.schemas().stream().map(PlannedSchema::name).toList());
    int done = 0;
    List<IndexGroup> missing = new ArrayList<>();
    for (PlannedTable table : plan.tables()) {
      Set<String> there = existing.getOrDefault(TargetCatalog.fold(table.id()), Set.of());
      List<PlannedIndex> lacking = table.indexes().stream().filter(i -> !there.contains(TargetCatalog.fold(i.name()))).toList();
      done += table.indexes().size() - lacking.size();
      missing.addAll(IndexGroup.of(table.id(), lacking));
    }
    return new Look(done, missing, jobs);
  }

  private Optional<String> rolledBack(Look look) {
    return look.missing().stream()
        .filter(g -> look.jobs().failed().contains(marker(g)) && !look.busy(g))
        .findFirst()
        .map(
            g ->
                objects
                    .find(run.key(FAILURES), String.class)
                    .orElse("building " + g.names() + " of " + g.table() + " was rolled back by the target; run its ALTER TABLE by hand to see why, then start the same request again"));
  }

  private static IndexProgress progress(Look look, IndexStatements statements, Optional<String> failure) {
    int running = 0;
    int remaining = 0;
    for (IndexGroup group : look.missing()) {
      if (look.busy(group) || statements.busy(group.table())) {
        running += group.indexes().size();
      } else {
        remaining += group.indexes().size();
      }
    }
    return new IndexProgress(look.done(), running, remaining, failure);
  }
}
