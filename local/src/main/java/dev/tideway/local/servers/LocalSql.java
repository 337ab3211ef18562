package dev.tideway.local.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The common SQL of this module. */
public final class LocalSql {
  private LocalSql() {}

  /** A name as an identifier; any characters are allowed. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A table's full name. */
  public static String name(String schema, String table) {
    return name(schema) + "." + name(table);
  }

  /** Runs one statement and ignores its result. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
