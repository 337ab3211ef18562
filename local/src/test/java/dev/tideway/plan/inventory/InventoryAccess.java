package dev.tideway.plan.inventory;

import dev.tideway.fixture.MigrationWorld;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.run.Deadline;

/** Lets tests of other packages run the inventory as the state machine does. */
public final class InventoryAccess {
  private final MigrationWorld world;

  /** Of that migration. */
  public InventoryAccess(MigrationWorld world) {
    this.world = world;
  }

  /** Runs the function; whether both databases were reachable. */
  public boolean take(Deadline deadline) {
    return new InventoryHandler(world.objects(), world.locks(), world).handle(new InventoryHandler.Input(world.run()), deadline).reachable();
  }
}
