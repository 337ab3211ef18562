package dev.tideway.dms;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.TableId;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

/** Calls ReloadTables of DMS for single tables: at most ten a call, and only while their task runs (AWS DMS API reference, ReloadTables). */
public final class TableReload {
  private static final Logger LOG = LoggerFactory.getLogger(TableReload.class);
  private static final int TABLES_PER_CALL = 10;

  private final Workspace files;
  private final DatabaseMigrationClient dms;
  private final Tasks tasks;
  private final Clock clock;

  public TableReload(Workspace files, DatabaseMigrationClient dms, Tasks tasks, Clock clock) {
    this.files = files;
    this.dms = dms;
    this.tasks = tasks;
    this.clock = clock;
  }

  public Reloaded reload(List<String> arns, Deadline deadline) {
    Instant since = clock.instant();
    List<TableId> failed = files.read(LoadResult.FILE).failed();
    if (failed.isEmpty()) {
      return new Reloaded(0, since);
    }
    Map<TableId, Statistics.Entry> statistics = new Statistics(dms).of(arns);
    // this call may repeat one whose answer was lost: a table that is being loaded, or is complete by now, is left unchanged
    Map<String, List<TableId>> open =
        failed.stream()
            .filter(statistics::containsKey)
            .filter(id -> !settledOrUnderWay(statistics.get(id)))
            .collect(Collectors.groupingBy(id -> statistics.get(id).task(), TreeMap::new, Collectors.toList()));
    open.forEach((arn, tables) -> reload(arn, tables, deadline));
    if (!open.isEmpty()) {
      new LoadJudge(files).countReload();
    }
    return new Reloaded(failed.size(), since);
  }

  /**
   * Reloads the tables whose rows a round of verification found different. Their loads were already complete. So, after a lost answer, a table that is
   * already complete again is loaded a second time, which changes nothing.
   */
  public Reloaded again(List<String> arns, String round, Deadline deadline) {
    Instant since = clock.instant();
    List<TableId> wanted = files.read(ReloadList.file(round)).tables();
    Map<TableId, Statistics.Entry> statistics = new Statistics(dms).of(arns);
    List<TableId> unknown = wanted.stream().filter(id -> !statistics.containsKey(id)).toList();
    if (!unknown.isEmpty()) {
      throw new MigrationFailed(ErrorCode.NOT_REPLICATED, "DMS does not replicate " + unknown + ", so it cannot load them again");
    }
    wanted.stream()
        .filter(id -> !underWay(statistics.get(id)))
        .collect(Collectors.groupingBy(id -> statistics.get(id).task(), TreeMap::new, Collectors.toList()))
        .forEach((arn, tables) -> reload(arn, tables, deadline));
    return new Reloaded(wanted.size(), since);
  }

  private static boolean underWay(Statistics.Entry entry) {
    return switch (entry.state()) {
      case RELOADING, LOADING, BEFORE_LOAD -> true;
      case COMPLETED, MISSING, CANCELLED, ERROR, UNKNOWN -> false;
    };
  }

  private static boolean settledOrUnderWay(Statistics.Entry entry) {
    return switch (entry.state()) {
      case RELOADING, LOADING, BEFORE_LOAD -> true;
      case COMPLETED -> LoadJudge.complete(entry);
      case MISSING, CANCELLED, ERROR, UNKNOWN -> false;
    };
  }

  private void reload(String arn, List<TableId> tables, Deadline deadline) {
    ReplicationTask task = tasks.settled(arn, deadline);
    if (!task.status().equals("running")) {
      throw new MigrationFailed(
          ErrorCode.RELOAD_WITHOUT_TASK,
          "task " + task.replicationTaskIdentifier() + " is " + task.status() + " (" + Tasks.reason(task)
              + "), and tables can be loaded again only while it runs");
    }
    for (int from = 0; from < tables.size(); from += TABLES_PER_CALL) {
      List<TableId> some = tables.subList(from, Math.min(tables.size(), from + TABLES_PER_CALL));
      LOG.info("loading {} again", some);
      dms.reloadTables(
          r ->
              r.replicationTaskArn(arn)
                  .tablesToReload(
                      some.stream().map(id -> TableToReload.builder().schemaName(id.schema()).tableName(id.table()).build()).toList()));
    }
  }

  /**
   * The input of the condition {@code tablesComplete}.
   *
   * @param tables number of tables that are being loaded again
   * @param since when the reload began: earlier errors do not count
   */
  public record Reloaded(int tables, Instant since) {}
}
