package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.KeylessLoad;
import dev.tideway.dms.LoadJudge;
import dev.tideway.dms.LoadResult;
import dev.tideway.dms.Statistics;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Checks the load of the tables without a key, table by table, and writes the result to keyless.json. */
public final class JudgeKeylessHandler extends FilesHandler<JudgeKeylessHandler.Input, JudgeKeylessHandler.Output> {
  private final Statistics statistics;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public JudgeKeylessHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.clock());
  }

  public JudgeKeylessHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock) {
    super(Input.class, objects, locks);
    this.statistics = new Statistics(dms);
    this.clock = clock;
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) implements OfRun {}

  /**
   * The load's figures. The table names are in keyless.json.
   *
   * @param tables tables without a key
   * @param rows rows loaded
   * @param failed tables that are not complete
   * @param seconds since the first attempt began
   */
  public record Output(int tables, long rows, int failed, double seconds) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    KeylessLoad result = new LoadJudge(files).judgeKeyless(statistics.of(input.tasks()), clock.instant());
    long rows = result.tables().stream().mapToLong(LoadResult.TableLoad::rows).sum();
    return new Output(result.tables().size(), rows, result.failed().size(), result.seconds());
  }
}
