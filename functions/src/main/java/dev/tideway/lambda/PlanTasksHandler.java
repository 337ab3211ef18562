package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.TaskPlan;
import dev.tideway.dms.TaskPlanner;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;

/** Plans the replication tasks from the inventory and writes them to tasks.json. */
public final class PlanTasksHandler extends FilesHandler<PlanTasksHandler.Input, PlanTasksHandler.Output> {

  /** Creates the handler from its function's environment variables. */
  public PlanTasksHandler() {
    this(Platform.objects(), Platform.locks());
  }

  public PlanTasksHandler(ObjectStore objects, Locks locks) {
    super(Input.class, objects, locks);
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /**
   * The number of planned tasks.
   *
   * @param tasks their number
   */
  public record Output(int tasks) {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    Inventory inventory = files.read(Inventory.FILE);
    TaskPlan plan = new TaskPlanner(migration, TaskPlanner.MAX_BYTES).plan(inventory);
    files.write(TaskPlan.FILE, plan);
    return new Output(plan.tasks().size());
  }
}
