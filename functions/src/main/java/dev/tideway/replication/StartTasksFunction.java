package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Locks;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Starts the full load where it has not been done, and watches the instance's disk from then on. */
public final class StartTasksFunction extends JsonFunction<StartTasksFunction.Input, StartTasksFunction.Output> {
  private final ObjectStore objects;
  private final Locks locks;
  private final Tasks tasks;
  private final Alarms alarms;

  /** Wires the function from its environment. */
  public StartTasksFunction() {
    this(Platform.objects(), Platform.locks(), Dms.client(), Dms.cloudWatch(), Platform.variable("TIDEWAY_TOPIC"), Pause.real());
  }

  StartTasksFunction(
      ObjectStore objects, Locks locks, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, String topic, Pause pause) {
    super(Input.class);
    this.objects = objects;
    this.locks = locks;
    this.tasks = new Tasks(dms, locks, pause);
    this.alarms = new Alarms(cloudWatch, locks, topic);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) {}

  /**
   * What was to do.
   *
   * @param started how many tasks were started; the others were loading or loaded already
   */
  public record Output(int started) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    locks.check(run.migration(), run.execution(), run.fence());
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    alarms.watchStorage(run, migration.replication().storageGb());
    return new Output((int) input.tasks().stream().filter(arn -> tasks.start(arn, deadline)).count());
  }
}
