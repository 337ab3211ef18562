package dev.tideway.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Where a server's binlog stands. */
final class BinlogPosition {
  /** MySQL 8.4 has renamed the statement. */
  private static final List<String> STATEMENTS = List.of("SHOW MASTER STATUS", "SHOW BINARY LOG STATUS");

  private BinlogPosition() {}

  /** File and offset; empty where there is no binlog or the account may not see it, which changes nothing about a verification. */
  static Optional<String> read(Connection server) {
    return STATEMENTS.stream().flatMap(sql -> ask(server, sql).stream()).findFirst();
  }

  private static Optional<String> ask(Connection server, String sql) {
    try (Statement statement = server.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(row.getString(1) + ":" + row.getString(2)) : Optional.empty();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }
}
