package dev.tideway.model;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.plan.inventory.InventoryReader;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import java.time.Duration;

/** Reads inventories for the tests of later phases. */
public final class Inventories {
  private Inventories() {}

  /** Writes {@code inventory.json} for the migration's selection. */
  public static void take(ObjectStore objects, Locks locks, SecretReader secrets, Run run) {
    InventoryReader.Counts taken = new InventoryHandler(objects, locks, secrets).handle(new InventoryHandler.Input(run), () -> Duration.ofMinutes(14));
    if (!taken.reachable()) {
      throw new IllegalStateException(objects.get(run.key("findings-inventory.json")).orElse("a database could not be reached"));
    }
  }
}
