package dev.tideway.preflight;

import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds tables of the migration that the target already has. */
final class PresentTables {
  private PresentTables() {}

  /** Each with whether it holds rows. */
  static Map<TableId, Boolean> read(Connection target, Inventory inventory) throws SQLException {
    Map<TableId, Boolean> present = new TreeMap<>();
    for (String schema : inventory.schemas().keySet()) {
      // TiDB folds names, so a table of another case is the same table
      Map<String, TableId> wanted =
          inventory.tables().stream()
              .map(Table::id)
              .filter(id -> id.schema().equals(schema))
              .collect(Collectors.toMap(id -> id.table().toLowerCase(Locale.ROOT), id -> id, (one, other) -> one));
      Rows.each(
          target,
          "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE'",
          List.of(schema),
          row -> {
            TableId id = wanted.get(row.text("TABLE_NAME").toLowerCase(Locale.ROOT));
            if (id != null) {
              present.put(id, false);
            }
          });
    }
    for (TableId id : List.copyOf(present.keySet())) {
      present.put(id, Rows.first(target, "SELECT 1 FROM " + Sql.name(id.schema(), id.table()) + " LIMIT 1").isPresent());
    }
    return present;
  }
}
