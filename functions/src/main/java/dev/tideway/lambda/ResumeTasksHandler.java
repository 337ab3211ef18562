package dev.tideway.lambda;

import dev.tideway.dms.Alarms;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Resumes the replication of changes, and creates the alarms for the lag. */
public final class ResumeTasksHandler extends RunHandler<ResumeTasksHandler.Input, ResumeTasksHandler.Output> {
  private final Tasks tasks;
  private final Alarms alarms;

  /** Creates the handler from its function's environment variables. */
  public ResumeTasksHandler() {
    this(Platform.locks(), DmsClients.client(), DmsClients.cloudWatch(), Platform.variable("TIDEWAY_TOPIC"), Sleeper.real());
  }

  public ResumeTasksHandler(Locks locks, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, String topic, Sleeper pause) {
    super(Input.class, locks);
    this.tasks = new Tasks(dms, locks, pause);
    this.alarms = new Alarms(cloudWatch, locks, topic);
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) implements OfRun {}

  /**
   * What the action did.
   *
   * @param resumed how many tasks were resumed; the others were already running
   */
  public record Output(int resumed) {}

  @Override
  Output work(Input input, Deadline deadline) {
    Run run = input.run();
    int resumed = 0;
    for (String arn : input.tasks()) {
      resumed += tasks.resume(arn, deadline) ? 1 : 0;
      alarms.watchLag(run, tasks.get(arn));
    }
    return new Output(resumed);
  }
}
