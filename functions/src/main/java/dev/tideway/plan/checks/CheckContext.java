package dev.tideway.plan.checks;

import dev.tideway.model.Inventory;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Migration;

/**
 * What the checks look at.
 *
 * @param migration the request
 * @param inventory both servers and the selected tables
 * @param ownTables whether tables on the target were made by an earlier execution of this migration
 * @param source how the source is reached
 * @param target how the target is reached
 * @param estimates how long the phases will take
 * @param region the AWS region the functions run in, empty if it is not known
 */
public record CheckContext(
    Migration migration, Inventory inventory, boolean ownTables, Address source, Address target, Estimates estimates, String region) {
  /**
   * How a database is reached, without the password.
   *
   * @param host host name or address
   * @param port its port
   * @param user the account
   */
  public record Address(String host, int port, String user) {}
}
