package dev.tideway.preflight;

import dev.tideway.catalog.View;
import dev.tideway.jdbc.Rows;
import dev.tideway.request.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Questions about what stands beside the tables: views' definers, rights on columns. */
final class ObjectChecks {
  private static final int NO_SUCH_TABLE = 1146;

  private ObjectChecks() {}

  /** On the target a view runs with the rights of the account that makes it. */
  static List<Finding> definers(Situation s, Connection connection) throws SQLException {
    if (s.inventory().views().isEmpty()) {
      return List.of();
    }
    Map<String, List<String>> views = new TreeMap<>();
    List<String> selected = s.inventory().views().stream().map(View::id).map(Object::toString).toList();
    Rows.each(
        connection,
        "SELECT TABLE_SCHEMA, TABLE_NAME, DEFINER FROM information_schema.VIEWS WHERE SECURITY_TYPE = 'DEFINER'",
        List.of(),
        row -> {
          String view = row.text("TABLE_SCHEMA") + "." + row.text("TABLE_NAME");
          if (selected.contains(view)) {
            views.computeIfAbsent(row.text("DEFINER"), d -> new ArrayList<>()).add(view);
          }
        });
    return views.entrySet().stream()
        .map(
            e ->
                Finding.info(
                    "TW-P348", e.getValue().getFirst() + (e.getValue().size() > 1 ? " and " + (e.getValue().size() - 1) + " more views" : ""),
                    "SQL SECURITY DEFINER " + e.getKey(), "an account on the target whose rights the view runs with",
                    "nothing if it may run with the rights of the migration's account, which makes it; else create it again as the right account"))
        .toList();
  }

  /** TiDB has no rights on single columns. */
  static List<Finding> columnGrants(Situation s, Connection connection) throws SQLException {
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
      if (e.getErrorCode() == NO_SUCH_TABLE) {
        return List.of();
      }
      throw e;
    }
    return grants.entrySet().stream()
        .map(
            e ->
                Finding.warning(
                    "TW-P349", e.getKey(), "rights on single columns: " + String.join(", ", e.getValue()), "rights on whole tables, which is all that TiDB has",
                    "give those accounts a view with the columns they may see"))
        .toList();
  }
}
