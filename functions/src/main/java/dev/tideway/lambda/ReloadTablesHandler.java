package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.TableReload;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Loads tables again: those that load.json calls failed, or those that a person has approved after a round of verification. DMS
 * empties each first (TRUNCATE_BEFORE_LOAD).
 */
public final class ReloadTablesHandler extends Handler<ReloadTablesHandler.Input, TableReload.Reloaded> {
  private final Locks locks;
  private final TableReload reloading;

  /** Wires the function from its environment. */
  public ReloadTablesHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.clock(), Sleeper.real());
  }

  public ReloadTablesHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    super(Input.class);
    this.locks = locks;
    this.reloading = new TableReload(objects, dms, new Tasks(dms, locks, pause), clock);
  }

  /**
   * What the state machine passes.
   *
   * @param run the run
   * @param tasks ARNs
   * @param round the round of verification whose list is loaded again; empty: the tables that failed
   */
  public record Input(Run run, List<String> tasks, Optional<String> round) {}

  @Override
  public TableReload.Reloaded handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    return input.round().isPresent()
        ? reloading.again(run, input.tasks(), input.round().get(), deadline)
        : reloading.reload(run, input.tasks(), deadline);
  }
}
