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
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Loads tables again: those that load.json calls failed, or those that a person has approved after a round of verification. DMS
 * empties each first (TRUNCATE_BEFORE_LOAD).
 */
public final class ReloadTablesFunction extends JsonFunction<ReloadTablesFunction.Input, ReloadTablesFunction.Output> {
  private final Locks locks;
  private final Reloading reloading;

  /** Wires the function from its environment. */
  public ReloadTablesFunction() {
    this(Platform.objects(), Platform.locks(), Dms.client(), Platform.clock(), Pause.real());
  }

  ReloadTablesFunction(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Pause pause) {
    super(Input.class);
    this.locks = locks;
    this.reloading = new Reloading(objects, dms, new Tasks(dms, locks, pause), clock);
  }

  /**
   * What the state machine passes.
   *
   * @param run the run
   * @param tasks ARNs
   * @param round the round of verification whose list is loaded again; empty: the tables that failed
   */
  public record Input(Run run, List<String> tasks, Optional<String> round) {}

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
    return input.round().isPresent()
        ? reloading.again(run, input.tasks(), input.round().get(), deadline)
        : reloading.reload(run, input.tasks(), deadline);
  }
}
