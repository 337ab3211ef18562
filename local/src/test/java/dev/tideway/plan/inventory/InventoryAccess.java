package dev.tideway.plan.inventory;

import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.run.Deadline;

/** Allows tests of different packages to run the inventory as the state machine does. */
public final class InventoryAccess {
  private final MigrationFixture fixture;

  /** For that migration. */
  public InventoryAccess(MigrationFixture fixture) {
    this.fixture = fixture;
  }

  /** Runs the function; whether both databases were reachable. */
  public boolean take(Deadline deadline) {
    return new InventoryHandler(fixture.objects(), fixture.locks(), fixture).handle(new InventoryHandler.Input(fixture.run()), deadline).reachable();
  }
}
