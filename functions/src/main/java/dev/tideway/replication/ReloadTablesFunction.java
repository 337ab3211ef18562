package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Run;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Loads the tables again that load.json calls failed; DMS empties each first (TRUNCATE_BEFORE_LOAD). */
public final class ReloadTablesFunction extends JsonFunction<ReloadTablesFunction.Input, ReloadTablesFunction.Output> {
  private final Locks locks;
  private final Reloading reloading;

  /** Wires the function from its environment. */
  public ReloadTablesFunction() {
    this(Platform.objects(), Platform.locks(), Dms.client(), Clock.systemUTC(), Pause.real());
  }

  ReloadTablesFunction(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Pause pause) {
    super(Input.class);
    this.locks = locks;
    this.reloading = new Reloading(objects, dms, new Tasks(dms, locks, pause), clock);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) {}

  /**
   * What the condition {@code tablesComplete} needs to know.
   *
   * @param tables how many tables are being loaded again
   * @param since when that began: errors from before do not count
   */
  public record Output(int tables, Instant since) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    return reloading.reload(run, input.tasks(), deadline);
  }
}
