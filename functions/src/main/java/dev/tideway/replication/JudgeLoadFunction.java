package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Run;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Judges the full load table by table and leaves the result in load.json. */
public final class JudgeLoadFunction extends JsonFunction<JudgeLoadFunction.Input, JudgeLoadFunction.Output> {
  private final Statistics statistics;
  private final Loads loads;

  /** Wires the function from its environment. */
  public JudgeLoadFunction() {
    this(Platform.objects(), Dms.client());
  }

  JudgeLoadFunction(ObjectStore objects, DatabaseMigrationClient dms) {
    super(Input.class);
    this.statistics = new Statistics(dms);
    this.loads = new Loads(objects);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) {}

  /**
   * The load in figures; names are in load.json.
   *
   * @param tables planned tables
   * @param rows rows loaded
   * @param failed tables that must be reloaded
   */
  public record Output(int tables, long rows, int failed) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    LoadResult result = loads.judge(input.run(), statistics.of(input.tasks()));
    long rows = result.tables().stream().mapToLong(LoadResult.TableLoad::rows).sum();
    return new Output(result.tables().size(), rows, result.failed().size());
  }
}
