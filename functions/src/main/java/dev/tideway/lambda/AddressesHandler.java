package dev.tideway.lambda;

import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;

/** Reads from the secrets where both databases are; writes {@code addresses.json}, without user and password. */
public final class AddressesHandler extends Handler<AddressesHandler.Input, AddressesHandler.Output> {
  private final ObjectStore objects;
  private final SecretReader secrets;

  /** Wires the action from its environment. */
  public AddressesHandler() {
    this(Platform.objects(), Platform.secrets());
  }

  public AddressesHandler(ObjectStore objects, SecretReader secrets) {
    super(Input.class);
    this.objects = objects;
    this.secrets = secrets;
  }

  /** What the state machine passes. */
  public record Input(Run run) {}

  /** Nothing: the next action reads the file. */
  public record Output() {}

  @Override
  public Output handle(Input input, Deadline deadline) {
    Migration migration = objects.read(input.run().key("migration.json"), Migration.class);
    objects.putJson(input.run().key(Addresses.FILE), Addresses.read(secrets, migration));
    return new Output();
  }
}
