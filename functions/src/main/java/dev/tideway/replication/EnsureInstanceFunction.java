package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Ensures the replication instance, and a subnet group of its own where the request names subnets. */
public final class EnsureInstanceFunction extends JsonFunction<EnsureInstanceFunction.Input, EnsureInstanceFunction.Output> {
  private final ObjectStore objects;
  private final Locks locks;
  private final Instances instances;

  /** Wires the function from its environment. */
  public EnsureInstanceFunction() {
    this(Platform.objects(), Platform.locks(), Dms.client());
  }

  EnsureInstanceFunction(ObjectStore objects, Locks locks, DatabaseMigrationClient dms) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.instances = new Instances(dms, locks);
  }

  /** What the state machine passes. */
  public record Input(Run run) {}

  /**
   * The instance, which may still be on its way to available.
   *
   * @param instance its ARN
   */
  public record Output(String instance) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    UsedInstance used = instances.ensure(run, migration);
    objects.putJson(run.key(UsedInstance.FILE), used);
    return new Output(used.arn());
  }
}
