package dev.tideway.plan.checks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Limits the time that a connection may wait: the server by its own limit, and the network by a slightly longer limit, in case the server does not answer. */
final class ConnectionLimits {
  private static final int MARGIN_MILLIS = 2_000;

  private ConnectionLimits() {}

  /** Ends every statement of the session within that time. */
  static void set(Connection connection, Duration longest) throws SQLException {
    long millis = Math.max(1_000, longest.toMillis());
    connection.setNetworkTimeout(Runnable::run, (int) millis + MARGIN_MILLIS);
    boolean mariadb = connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    try (Statement statement = connection.createStatement()) {
      statement.execute(mariadb ? "SET SESSION max_statement_time = " + millis / 1_000.0 : "SET SESSION max_execution_time = " + millis);
    }
  }
}
