package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One condition that decides whether a migration can succeed, and the input that checking it needs. A new check needs one method and one line in {@link Checks}. */
public sealed interface Check {
  /** What it checks, in the words of the plan. */
  String name();

  /**
   * Checks what is already known: request, inventory, estimates.
   *
   * @param name what it checks
   * @param facts the check
   */
  record OfFacts(String name, Facts facts) implements Check {}

  /**
   * Checks the live source with read-only queries.
   *
   * @param name what it checks
   * @param ask the check
   */
  record OfSource(String name, Ask ask) implements Check {}

  /**
   * Checks the live target with read-only queries. What needs a write to check is tried in the scratch database of the dry run.
   *
   * @param name what it checks
   * @param ask the check
   */
  record OfTarget(String name, Ask ask) implements Check {}

  /** Checks facts. */
  @FunctionalInterface
  interface Facts {
    /** The findings; empty if there is no problem. */
    List<Finding> look(CheckContext context);
  }

  /** Checks a database. */
  @FunctionalInterface
  interface Ask {
    /**
     * The findings; empty if there is no problem.
     *
     * @throws SQLException becomes a finding that names the check
     */
    List<Finding> look(CheckContext context, Connection connection) throws SQLException;
  }
}
