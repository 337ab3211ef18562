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

/** Removes what the migration created, one step of the order DMS demands; called again after each step's wait. */
public final class CleanUpHandler extends FilesHandler<CleanUpHandler.Input, CleanUpHandler.Output> {
  /** The cutover's last file: once it is there, the target is right without the tasks. */
  private final CleanUp cleanUp;

  /** Wires the function from its environment. */
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
   * How far it is.
   *
   * @param done whether nothing is left
   * @param deleting what the condition {@code deleted} waits for, as {@code kind|id}
   */
  public record Output(boolean done, List<String> deleting) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Run run = input.run();
    List<String> deleting = cleanUp.step(run, files.has(RebaseResult.FILE), deadline);
    return new Output(deleting.isEmpty(), deleting);
  }
}
