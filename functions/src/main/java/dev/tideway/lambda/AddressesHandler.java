package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.run.Workspace;

/** Reads the addresses of both databases from the secrets; writes {@code addresses.json}, without user and password. */
public final class AddressesHandler extends FilesHandler<AddressesHandler.Input, AddressesHandler.Output> {
  private final SecretReader secrets;

  /** Creates the handler from its function's environment variables. */
  public AddressesHandler() {
    this(Platform.objects(), Platform.locks(), Platform.secrets());
  }

  public AddressesHandler(ObjectStore objects, Locks locks, SecretReader secrets) {
    super(Input.class, objects, locks);
    this.secrets = secrets;
  }

  /** What the state machine passes. */
  public record Input(Run run) implements OfRun {}

  /** Empty: the next action reads the file. */
  public record Output() {}

  @Override
  Output work(Input input, Workspace files, Deadline deadline) {
    Migration migration = files.migration();
    files.write(Addresses.FILE, Addresses.read(secrets, migration));
    return new Output();
  }
}
