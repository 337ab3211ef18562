package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.LoadJudge;
import dev.tideway.dms.LoadResult;
import dev.tideway.dms.Statistics;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Checks the full load table by table and writes the result to load.json. */
public final class JudgeLoadHandler extends FilesHandler<JudgeLoadHandler.Input, JudgeLoadHandler.Output> {
  private final Statistics statistics;

  /** Creates the handler from its function's environment variables. */
  public JudgeLoadHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client());
  }

  public JudgeLoadHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms) {
    super(Input.class, objects, locks);
    this.statistics = new Statistics(dms);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) implements OfRun {}

  /**
   * The load's figures. The table names are in load.json.
   *
   * @param tables planned tables
   * @param rows rows loaded
   * @param failed tables that must be reloaded
   */
  public record Output(int tables, long rows, int failed) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    LoadResult result = new LoadJudge(files).judge(statistics.of(input.tasks()));
    long rows = result.tables().stream().mapToLong(LoadResult.TableLoad::rows).sum();
    return new Output(result.tables().size(), rows, result.failed().size());
  }
}
