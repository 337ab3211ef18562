package dev.tideway.catalog;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where catalogue rows come from: a connection, or rows that a server of another version once gave. */
@FunctionalInterface
interface Queries {
  /**
   * Runs a query and hands over each row.
   *
   * @param parameters values of the question marks
   */
  void each(String sql, List<String> parameters, Rows.Reader reader) throws SQLException;

  /** Those of a server. */
  static Queries of(Connection connection) {
    return (sql, parameters, reader) -> Rows.each(connection, sql, parameters, reader);
  }
}
