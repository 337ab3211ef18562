package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.TableReload;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * Loads tables again: those that load.json lists as failed, or those that a person has approved after a round of verification. DMS truncates each table first
 * (TRUNCATE_BEFORE_LOAD).
 */
public final class ReloadTablesHandler extends FilesHandler<ReloadTablesHandler.Input, TableReload.Reloaded> {
  private final DatabaseMigrationClient dms;
  private final Tasks tasks;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public ReloadTablesHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), Platform.clock(), Sleeper.real());
  }

  public ReloadTablesHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms, Clock clock, Sleeper pause) {
    super(Input.class, objects, locks);
    this.dms = dms;
    this.tasks = new Tasks(dms, locks, pause);
    this.clock = clock;
  }

  /**
   * What the state machine passes.
   *
   * @param run the run
   * @param tasks ARNs
   * @param round the round of verification whose listed tables are loaded again; empty: the tables that failed
   */
  public record Input(Run run, List<String> tasks, Optional<String> round) implements OfRun {}

  @Override
  TableReload.Reloaded work(Input input, Workspace files, Deadline deadline) {
    TableReload reloading = new TableReload(files, dms, tasks, clock);
    return input.round().isPresent()
        ? reloading.again(input.tasks(), input.round().get(), deadline)
        : reloading.reload(input.tasks(), deadline);
  }
}
