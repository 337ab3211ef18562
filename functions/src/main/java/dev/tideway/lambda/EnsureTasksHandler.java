package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.DmsClients;
import dev.tideway.dms.Sleeper;
import dev.tideway.dms.TaskPlan;
import dev.tideway.dms.Tasks;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;
import java.util.List;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;

/** Creates the planned replication tasks if they do not exist. */
public final class EnsureTasksHandler extends FilesHandler<EnsureTasksHandler.Input, EnsureTasksHandler.Output> {
  private final Tasks tasks;

  /** Creates the handler from its function's environment variables. */
  public EnsureTasksHandler() {
    this(Platform.objects(), Platform.locks(), DmsClients.client());
  }

  public EnsureTasksHandler(ObjectStore objects, Locks locks, DatabaseMigrationClient dms) {
    super(Input.class, objects, locks);
    this.tasks = new Tasks(dms, locks, Sleeper.real());
  }

  /** What the state machine passes. */
  public record Input(Run run, String instance, String source, String target) implements OfRun {}

  /**
   * The tasks, which may not be ready yet.
   *
   * @param tasks ARNs of the tasks that load tables and replicate changes, in the plan's order
   * @param reloads ARNs of the tasks that load the tables without a key after the freeze
   * @param keyless number of tables without a key
   */
  public record Output(List<String> tasks, List<String> reloads, int keyless) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    TaskPlan plan = files.read(TaskPlan.FILE);
    return new Output(
        ensure(input, migration, plan.tasks(), MigrationTypeValue.FULL_LOAD_AND_CDC),
        ensure(input, migration, plan.reloads(), MigrationTypeValue.FULL_LOAD),
        plan.reloads().stream().mapToInt(task -> task.tables().size()).sum());
  }

  private List<String> ensure(Input input, Migration migration, List<TaskPlan.Task> planned, MigrationTypeValue type) {
    return planned.stream()
        .map(task -> tasks.ensure(input.run(), migration, task, type, input.instance(), input.source(), input.target()))
        .toList();
  }
}
