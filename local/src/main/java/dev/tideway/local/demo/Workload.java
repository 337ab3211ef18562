package dev.tideway.local.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/** An application's writes to its database, one transaction at a time. */
@FunctionalInterface
public interface Workload {
  /**
   * Runs the statements of one transaction; the caller commits.
   *
   * @return number of rows that it changed itself, without cascades
   */
  Changes transaction(Connection connection, RandomGenerator random) throws SQLException;

  /** Rows inserted, updated and deleted. */
  record Changes(long inserts, long updates, long deletes) {
    /** No row. */
    public static final Changes NONE = new Changes(0, 0, 0);

    /** That many rows inserted. */
    public static Changes inserted(long rows) {
      return new Changes(rows, 0, 0);
    }

    /** That many rows updated. */
    public static Changes updated(long rows) {
      return new Changes(0, rows, 0);
    }

    /** That many rows deleted. */
    public static Changes deleted(long rows) {
      return new Changes(0, 0, rows);
    }

    /** The sum of both. */
    public Changes plus(Changes more) {
      return new Changes(inserts + more.inserts, updates + more.updates, deletes + more.deletes);
    }
  }
}
