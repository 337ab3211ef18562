package dev.tideway.plan.inventory;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.Optional;

/**
 * The addresses of both databases, from their secrets. The checks of the AWS account use them: those checks may call AWS DMS and must therefore read no
 * secret.
 *
 * @param source address of the source, empty if its secret cannot be used
 * @param target address of the target, empty if its secret cannot be used
 */
public record Addresses(Optional<Address> source, Optional<Address> target) {
  /** The file's name in the folder of the migration. */
  public static final Artifact<Addresses> FILE = Artifact.of("addresses.json", Addresses.class);

  /**
   * The address of one database.
   *
   * @param host name or address
   * @param port TCP port
   */
  public record Address(String host, int port) {}

  /** No address is known, because the secrets could not be read. */
  public static final Addresses UNKNOWN = new Addresses(Optional.empty(), Optional.empty());

  /** Reads both secrets. */
  public static Addresses read(SecretReader secrets, Migration migration) {
    return new Addresses(address(secrets, migration.source()), address(secrets, migration.target()));
  }

  private static Optional<Address> address(SecretReader secrets, Migration.Endpoint endpoint) {
    try {
      DatabaseSecret secret = secrets.read(endpoint.secret());
      return Optional.of(new Address(secret.host(), secret.port()));
    } catch (SecretReader.UnusableSecret e) {
      // the inventory, which reads the secret too, reports it as a finding
      return Optional.empty();
    }
  }
}
