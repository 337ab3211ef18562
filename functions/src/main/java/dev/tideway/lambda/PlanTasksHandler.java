package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.dms.TaskPlan;
import dev.tideway.dms.TaskPlanner;
import dev.tideway.model.Inventory;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;

/** Decides the replication tasks from the inventory and leaves them in tasks.json. */
public final class PlanTasksHandler extends Handler<PlanTasksHandler.Input, PlanTasksHandler.Output> {
  private final ObjectStore objects;

  /** Wires the function from its environment. */
  public PlanTasksHandler() {
    this(Platform.objects());
  }

  public PlanTasksHandler(ObjectStore objects) {
    super(Input.class);
    this.objects = objects;
  }

  /** What the state machine passes. */
  public record Input(Run run) {}

  /**
   * How many tasks it takes.
   *
   * @param tasks their number
   */
  public record Output(int tasks) {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    TaskPlan plan = new TaskPlanner(migration, TaskPlanner.MAX_BYTES).plan(inventory);
    objects.putJson(run.key(TaskPlan.FILE), plan);
    return new Output(plan.tasks().size());
  }
}
