package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.cutover.RebaseResult;
import dev.tideway.dms.CleanUp;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** Deletes what the migration created. Each call does one step of the order that DMS requires; after each step's wait it is called again. */
public final class CleanUpHandler extends FilesHandler<CleanUpHandler.Input, CleanUpHandler.Output> {
  private final CleanUp cleanUp;

  /** Creates the handler from its function's environment variables. */
  public CleanUpHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client(), DmsClients.cloudWatch(), Sleeper.real());
  }

  public CleanUpHandler(
      ObjectStore objects, Locks locks, DatabaseMigrationClient dms, CloudWatchClient cloudWatch, Sleeper pause) {
    super(Input.class, objects, locks);
    this.cleanUp = new CleanUp(dms, locks, cloudWatch, new Tasks(dms, locks, pause));
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /**
   * The progress.
   *
   * @param done whether no resources are left
   * @param deleting the resources for which the condition {@code deleted} waits, as {@code kind|id}
   */
  public record Output(boolean done, List<String> deleting) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    // once the last file of the cutover exists, the target is correct without the tasks
    List<String> deleting = cleanUp.step(run, files.has(RebaseResult.FILE), deadline);
    return new Output(deleting.isEmpty(), deleting);
  }
}
