package dev.tideway.plan.checks;

import dev.tideway.model.Inventory;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Migration;

/**
 * The input of the checks.
 *
 * @param migration the request
 * @param inventory both servers and the selected tables
 * @param ownTables whether an earlier execution of this migration created the tables on the target
 * @param source address of the source
 * @param target address of the target
 * @param estimates estimated durations of the phases
 * @param region the AWS region the functions run in, empty if it is not known
 */
public record CheckContext(
    Migration migration, Inventory inventory, boolean ownTables, Address source, Address target, Estimates estimates, String region) {
  /**
   * The address of a database and its account, without the password.
   *
   * @param host host name or address
   * @param port its port
   * @param user the account
   */
  public record Address(String host, int port, String user) {}
}
