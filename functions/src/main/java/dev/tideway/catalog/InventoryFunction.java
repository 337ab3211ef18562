package dev.tideway.catalog;

import dev.tideway.aws.Authorities;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.Platform;
import dev.tideway.aws.RdsRoots;
import dev.tideway.aws.SecretReader;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;

/** Reads both databases' catalogues and writes {@code inventory.json} and {@code findings-inventory.json}. */
public final class InventoryFunction extends JsonFunction<InventoryFunction.Input, InventoryFunction.Output> {
  private final ObjectStore objects;
  private final SecretReader secrets;
  private final Authorities authorities;

  /** As Lambda makes it. */
  public InventoryFunction() {
    this(Platform.objects(), Platform.secrets());
  }

  InventoryFunction(ObjectStore objects, SecretReader secrets) {
    this(objects, secrets, new RdsRoots());
  }

  InventoryFunction(ObjectStore objects, SecretReader secrets, Authorities authorities) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
    this.authorities = authorities;
  }

  /** The run. */
  public record Input(Run run) {}

  /**
   * Counts of the selection.
   *
   * @param reachable whether both databases answered; findings say why not
   * @param schemas selected schemas that exist
   * @param tables selected base tables
   * @param rows estimate of the source's statistics
   * @param bytes estimate of data and indexes
   */
  public record Output(boolean reachable, int schemas, int tables, long rows, long bytes) {}

  @Override
  protected Output handle(Input input, Deadline deadline) {
    Migration migration = objects.read(input.run().key("migration.json"), Migration.class);
    return new InventoryTaking(objects, secrets, authorities).take(input.run(), migration, deadline);
  }
}
