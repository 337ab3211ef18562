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

/** Stops the tasks intentionally, after the alarms for their lag are deleted. */
public final class StopTasksHandler extends RunHandler<StopTasksHandler.Input, StopTasksHandler.Output> {
  private final Locks locks;
  private final Tasks tasks;
  private final CloudWatchClient cloudWatch;

  /** Creates the handler from its function's environment variables. */
  public StopTasksHandler() {
    this(Platform.locks(), DmsClients.client(), DmsClients.cloudWatch(), Sleeper.real());
  }

  public StopTasksHandler(Locks locks, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, Sleeper pause) {
    super(Input.class, locks);
    this.locks = locks;
    this.tasks = new Tasks(dms, locks, pause);
    this.cloudWatch = cloudWatch;
  }

  /** What the state machine passes. */
  public record Input(Run run, List<String> tasks) implements OfRun {}

  /**
   * What the action did.
   *
   * @param stopped how many running tasks received the stop call; the others did not run
   */
  public record Output(int stopped) {}

  @Override
  Output work(Input input, Deadline deadline) {
    Run run = input.run();
    int stopped = 0;
    for (String arn : input.tasks()) {
      Alarms.forgetLag(cloudWatch, locks, run, tasks.get(arn));
      stopped += tasks.stop(arn, deadline) ? 1 : 0;
    }
    return new Output(stopped);
  }
}
