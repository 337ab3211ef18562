package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.Alarms;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Starts the full load of tasks that have not loaded yet, and creates the alarms for the instance's disk. */
public final class StartTasksHandler extends FilesHandler<StartTasksHandler.Input, StartTasksHandler.Output> {
  private final Tasks tasks;
  private final Alarms alarms;

  /** Creates the handler from its function's environment variables. */
  public StartTasksHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), DmsClients.cloudWatch(), Platform.variable("TIDEWAY_TOPIC"), Sleeper.real());
  }

  public StartTasksHandler(
      ObjectStore objects, Locks locks, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, String topic, Sleeper pause) {
    super(Input.class, objects, locks);
    this.tasks = new Tasks(dms, locks, pause);
    this.alarms = new Alarms(cloudWatch, locks, topic);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) implements OfRun {}

  /**
   * What the action did.
   *
   * @param started how many tasks were started; the others were already loading or had loaded
   */
  public record Output(int started) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    Migration migration = files.migration();
    alarms.watchStorage(run, migration.replication().storageGb());
    return new Output((int) input.tasks().stream().filter(arn -> tasks.start(arn, deadline)).count());
  }
}
