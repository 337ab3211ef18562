package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One thing that decides whether a migration can succeed, and what it needs to look. Adding one is one method and one line in {@link
 * Checks}.
 */
public sealed interface Check {
  /** What is looked at, in the words of the plan. */
  String name();

  /**
   * Looks at what is known already: request, inventory, estimates.
   *
   * @param name what is looked at
   * @param facts looks
   */
  record OfFacts(String name, Facts facts) implements Check {}

  /**
   * Asks the live source, by reading queries only.
   *
   * @param name what is looked at
   * @param ask looks
   */
  record OfSource(String name, Ask ask) implements Check {}

  /**
   * Asks the live target, by reading queries only; what must be tried by writing is tried in the dry run's scratch database.
   *
   * @param name what is looked at
   * @param ask looks
   */
  record OfTarget(String name, Ask ask) implements Check {}

  /** Looks at facts. */
  @FunctionalInterface
  interface Facts {
    /** What a person should know; empty if all is well. */
    List<Finding> look(CheckContext situation);
  }

  /** Looks at a database. */
  @FunctionalInterface
  interface Ask {
    /**
     * What a person should know; empty if all is well.
     *
     * @throws SQLException becomes a finding that names the check
     */
    List<Finding> look(CheckContext situation, Connection connection) throws SQLException;
  }
}
