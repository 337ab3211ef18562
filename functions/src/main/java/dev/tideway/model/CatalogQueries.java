package dev.tideway.model;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The source of catalogue rows: a connection, or stored rows from a server of another version. */
interface CatalogQueries {
  /**
   * Runs a query and passes each row to the reader.
   *
   * @param parameters values of the question marks
   */
  void each(String sql, List<String> parameters, Rows.Reader reader) throws SQLException;

  /**
   * The types of expressions over a table, in the format of {@link Index.Part#type}; empty for an expression that cannot be in a SELECT.
   *
   * @param table quoted name
   */
  List<Optional<String>> types(String table, List<String> expressions) throws SQLException;

  /** Queries on a server. */
  static CatalogQueries of(Connection connection) {
    return new CatalogQueries() {
      @Override
      public void each(String sql, List<String> parameters, Rows.Reader reader) throws SQLException {
        Rows.each(connection, sql, parameters, reader);
      }

      @Override
      public List<Optional<String>> types(String table, List<String> expressions) throws SQLException {
        return ExpressionTypes.of(connection, table, expressions);
      }
    };
  }
}
