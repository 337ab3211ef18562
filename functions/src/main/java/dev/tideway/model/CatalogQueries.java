package dev.tideway.model;

import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Where catalogue rows come from: a connection, or rows that a server of another version once gave. */
interface CatalogQueries {
  /**
   * Runs a query and hands over each row.
   *
   * @param parameters values of the question marks
   */
  void each(String sql, List<String> parameters, Rows.Reader reader) throws SQLException;

  /**
   * What types expressions over a table have, as {@link Index.Part#type} says; empty for one that cannot stand in a SELECT.
   *
   * @param table quoted name
   */
  List<Optional<String>> types(String table, List<String> expressions) throws SQLException;

  /** Those of a server. */
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
