package dev.tideway.replication;

import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.catalog.Inventory;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;

/** Decides the replication tasks from the inventory and leaves them in tasks.json. */
public final class PlanTasksFunction extends JsonFunction<PlanTasksFunction.Input, PlanTasksFunction.Output> {
  private final ObjectStore objects;

  /** Wires the function from its environment. */
  public PlanTasksFunction() {
    this(Platform.objects());
  }

  PlanTasksFunction(ObjectStore objects) {
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
  protected Output handle(Input input, Deadline deadline) {
    Run run = input.run();
    Migration migration = objects.read(run.key("migration.json"), Migration.class);
    Inventory inventory = objects.read(run.key(Inventory.FILE), Inventory.class);
    TaskPlan plan = new TaskPlanner(migration, TaskPlanner.MAX_BYTES).plan(inventory);
    objects.putJson(run.key(TaskPlan.FILE), plan);
    return new Output(plan.tasks().size());
  }
}
