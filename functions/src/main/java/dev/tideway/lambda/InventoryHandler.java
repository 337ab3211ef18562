package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.jdbc.Authorities;
import dev.tideway.jdbc.RdsRoots;
import dev.tideway.plan.inventory.InventoryReader;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;

/** Reads both databases' catalogues and writes {@code inventory.json} and {@code findings-inventory.json}. */
public final class InventoryHandler extends FilesHandler<InventoryHandler.Input, InventoryReader.Counts> {
  private final SecretReader secrets;
  private final Authorities authorities;

  /** Creates the handler from its function's environment variables. */
  public InventoryHandler() {
    this(Platform.objects(), Platform.locks(), Platform.secrets());
  }

  public InventoryHandler(ObjectStore objects, Locks locks, SecretReader secrets) {
    this(objects, locks, secrets, new RdsRoots());
  }

  public InventoryHandler(ObjectStore objects, Locks locks, SecretReader secrets, Authorities authorities) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
    this.authorities = authorities;
  }

  /** The run. */
  public record Input(Run run) implements OfRun {}

  @Override
  boolean onlyCompares() {
    return true;
  }

  @Override
  InventoryReader.Counts work(Input input, Workspace files, Deadline deadline) {
    return new InventoryReader(files, secrets, authorities).take(files.migration(), deadline);
  }
}
