package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Instances;
import dev.tideway.dms.UsedInstance;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Creates the replication instance if it does not exist, and a separate subnet group if the request names subnets. */
public final class EnsureInstanceHandler extends FilesHandler<EnsureInstanceHandler.Input, EnsureInstanceHandler.Output> {
  private final Instances instances;

  /** Creates the handler from its function's environment variables. */
  public EnsureInstanceHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client());
  }

  public EnsureInstanceHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms) {
    super(Input.class, objects, locks);
    this.instances = new Instances(dms, locks);
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /**
   * The instance, which may not be available yet.
   *
   * @param instance its ARN
   */
  public record Output(String instance) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    Migration migration = files.migration();
    UsedInstance used = instances.ensure(run, migration);
    files.write(UsedInstance.FILE, used);
    return new Output(used.arn());
  }
}
