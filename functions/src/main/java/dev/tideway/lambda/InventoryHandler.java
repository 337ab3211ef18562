package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.jdbc.Authorities;
import dev.tideway.jdbc.RdsRoots;
import dev.tideway.plan.inventory.InventoryReader;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;

/** Reads both databases' catalogues and writes {@code inventory.json} and {@code findings-inventory.json}. */
public final class InventoryHandler extends Handler<InventoryHandler.Input, InventoryReader.Counts> {
  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Authorities authorities;

  /** As Lambda makes it. */
  public InventoryHandler() {
    this(Platform.objects(), Platform.secrets());
  }

  public InventoryHandler(ObjectStore objects, SecretReader secrets) {
    this(objects, secrets, new RdsRoots());
  }

  public InventoryHandler(ObjectStore objects, SecretReader secrets, Authorities authorities) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.authorities = authorities;
  }

  /** The run. */
  public record Input(Run run) {}

  @Override
  public InventoryReader.Counts handle(Input input, Deadline deadline) {
    Migration migration = objects.read(input.run().key("migration.json"), Migration.class);
    return new InventoryReader(objects, secrets, authorities).take(input.run(), migration, deadline);
  }
}
