package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks of objects other than tables. */
final class ObjectChecks {

  private ObjectChecks() {}

  /** TiDB has no rights on single columns. */
  static List<Finding> columnGrants(CheckContext s, Connection connection) throws SQLException {
    Map<String, List<String>> grants = new TreeMap<>();
    try {
      Rows.each(
          connection,
          "SELECT User, Host, Db, Table_name, Column_name FROM mysql.columns_priv ORDER BY User, Host, Db, Table_name, Column_name",
          List.of(),
          row -> {
            if (s.inventory().schemas().containsKey(row.text("Db"))) {
              grants
                  .computeIfAbsent(row.text("Db") + "." + row.text("Table_name"), t -> new ArrayList<>())
                  .add(row.text("User") + "@" + row.text("Host") + " on " + row.text("Column_name"));
            }
          });
    } catch (SQLException e) {
      if (e.getErrorCode() == DatabaseErrors.NO_SUCH_TABLE) {
        return List.of();
      }
      throw e;
    }
    return grants.entrySet().stream()
        .map(
            e ->
                Finding.warning(
                    FindingCode.COLUMN_RIGHTS, e.getKey(), "privileges on single columns: " + String.join(", ", e.getValue()), "privileges on whole tables: TiDB has no column privileges",
                    "give those accounts a view with the columns that they may see"))
        .toList();
  }
}
