package dev.tideway.local.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/** What an application does to its database, one transaction at a time. */
@FunctionalInterface
public interface Workload {
  /**
   * Runs one transaction's statements; committing is the caller's.
   *
   * @return how many rows it changed itself, cascades not counted
   */
  Changes transaction(Connection connection, RandomGenerator random) throws SQLException;

  /** Rows inserted, updated and deleted. */
  record Changes(long inserts, long updates, long deletes) {
    /** No row. */
    public static final Changes NONE = new Changes(0, 0, 0);

    /** So many inserted. */
    public static Changes inserted(long rows) {
      return new Changes(rows, 0, 0);
    }

    /** So many updated. */
    public static Changes updated(long rows) {
      return new Changes(0, rows, 0);
    }

    /** So many deleted. */
    public static Changes deleted(long rows) {
      return new Changes(0, 0, rows);
    }

    /** Both. */
    public Changes plus(Changes more) {
      return new Changes(inserts + more.inserts, updates + more.updates, deletes + more.deletes);
    }
  }
}
