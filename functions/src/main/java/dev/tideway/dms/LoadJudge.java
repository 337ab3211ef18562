package dev.tideway.dms;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.TableId;
import dev.tideway.run.Artifact;
import dev.tideway.run.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the full load table by table, never by a percentage or by the task's status. */
public final class LoadJudge {
  /** Number of reload rounds after which a person must decide about a table that still fails. */
  public static final int MAX_RELOADS = 3;

  private final Workspace files;

  public LoadJudge(Workspace files) {
    this.files = files;
  }

  /** How often tables of this run were reloaded. */
  record Reloads(int rounds) {
    static final Artifact<Reloads> FILE = Artifact.of("reloads.json", Reloads.class);
  }

  public LoadResult judge(Map<TableId, Statistics.Entry> statistics) {
    LoadResult result = judge(files.read(TaskPlan.FILE).tasks(), statistics);
    files.write(LoadResult.FILE, result);
    refuseTheHopeless(result, statistics);
    return result;
  }

  /** Judges the tables that are loaded after the freeze. */
  public KeylessLoad judgeKeyless(Map<TableId, Statistics.Entry> statistics, Instant now) {
    KeylessLoad.Started started = files.read(KeylessLoad.Started.FILE);
    LoadResult judged = judge(files.read(TaskPlan.FILE).reloads(), statistics);
    double seconds = Math.round(Duration.between(started.began(), now).toMillis() / 100.0) / 10.0;
    KeylessLoad result = new KeylessLoad(started.began(), now, seconds, started.attempt(), judged.tables(), judged.failed());
    files.write(KeylessLoad.FILE, result);
    return result;
  }

  private static LoadResult judge(List<TaskPlan.Task> tasks, Map<TableId, Statistics.Entry> statistics) {
    List<TableId> planned = tasks.stream().flatMap(t -> t.tables().stream()).sorted().toList();
    List<LoadResult.TableLoad> tables = new ArrayList<>();
    List<TableId> failed = new ArrayList<>();
    for (TableId id : planned) {
      Optional<Statistics.Entry> entry = Optional.ofNullable(statistics.get(id));
      tables.add(load(id, entry));
      if (entry.filter(LoadJudge::complete).isEmpty()) {
        failed.add(id);
      }
    }
    return new LoadResult(tables, failed);
  }

  /** Complete with no row lost. In every other case the table must be loaded again. */
  static boolean complete(Statistics.Entry entry) {
    return entry.state() == TableState.COMPLETED && entry.errors() == 0;
  }

  private static LoadResult.TableLoad load(TableId id, Optional<Statistics.Entry> entry) {
    return entry
        .map(e -> new LoadResult.TableLoad(id.schema(), id.table(), e.statistics().tableState(), e.rows(), e.errors()))
        .orElseGet(() -> new LoadResult.TableLoad(id.schema(), id.table(), "not captured", 0, 0));
  }

  private void refuseTheHopeless(LoadResult result, Map<TableId, Statistics.Entry> statistics) {
    List<TableId> failed = result.failed();
    List<TableId> missing =
        failed.stream().filter(id -> !statistics.containsKey(id) || statistics.get(id).state() == TableState.MISSING).toList();
    if (!missing.isEmpty()) {
      throw new MigrationFailed(ErrorCode.LOAD_FAILED, "DMS does not find " + some(missing) + ": dropped or renamed on the source since the plan");
    }
    if (!failed.isEmpty() && failed.size() == result.tables().size()) {
      throw new MigrationFailed(ErrorCode.LOAD_FAILED, "no table was loaded completely: " + some(failed) + ". The task's log in CloudWatch says why");
    }
    if (!failed.isEmpty() && reloads() >= MAX_RELOADS) {
      throw new MigrationFailed(ErrorCode.LOAD_FAILED, some(failed) + " failed again after " + MAX_RELOADS + " reloads. The task's log in CloudWatch says why");
    }
  }

  int reloads() {
    return files.find(Reloads.FILE).map(Reloads::rounds).orElse(0);
  }

  void countReload() {
    files.write(Reloads.FILE, new Reloads(reloads() + 1));
  }

  private static String some(List<TableId> tables) {
    String first = String.join(", ", tables.stream().limit(10).map(TableId::toString).toList());
    return tables.size() > 10 ? first + " and " + (tables.size() - 10) + " more" : first;
  }
}
