package dev.tideway.plan.inventory;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.Optional;

/**
 * Where both databases are, as their secrets say: for the checks of the AWS account, which may ask AWS DMS and therefore read no secret.
 *
 * @param source the source's, empty if its secret cannot be used
 * @param target the target's, likewise
 */
public record Addresses(Optional<Address> source, Optional<Address> target) {
  /** The file's name below the migration. */
  public static final Artifact<Addresses> FILE = Artifact.of("addresses.json", Addresses.class);

  /**
   * One database's.
   *
   * @param host name or address
   * @param port TCP port
   */
  public record Address(String host, int port) {}

  /** Reads both secrets. */
  public static Addresses read(SecretReader secrets, Migration migration) {
    return new Addresses(address(secrets, migration.source()), address(secrets, migration.target()));
  }

  private static Optional<Address> address(SecretReader secrets, Migration.Endpoint endpoint) {
    try {
      DatabaseSecret secret = secrets.read(endpoint.secret());
      return Optional.of(new Address(secret.host(), secret.port()));
    } catch (SecretReader.UnusableSecret e) {
      // the inventory, which reads the secret too, makes a finding of it
      return Optional.empty();
    }
  }
}
