package dev.tideway.plan.checks;

import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds tables of the migration that the target already has. */
final class PresentTables {
  private static final int BATCH = 100;

  private PresentTables() {}

  /** Each table, and whether it has rows. */
  static Map<TableId, Boolean> read(Connection target, Inventory inventory) throws SQLException {
    List<TableId> present = new ArrayList<>();
    for (String schema : inventory.schemas().keySet()) {
      // TiDB converts names to lower case, so a table whose name differs only in case is the same table
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
              present.add(id);
            }
          });
    }
    Map<TableId, Boolean> rows = new TreeMap<>();
    for (int i = 0; i < present.size(); i += BATCH) {
      rows.putAll(filled(target, present.subList(i, Math.min(i + BATCH, present.size()))));
    }
    return rows;
  }

  private static Map<TableId, Boolean> filled(Connection target, List<TableId> tables) throws SQLException {
    String sql =
        IntStream.range(0, tables.size())
            .mapToObj(i -> "SELECT " + i + " AS n, EXISTS (SELECT 1 FROM " + Sql.name(tables.get(i).schema(), tables.get(i).table()) + ") AS filled")
            .collect(Collectors.joining(" UNION ALL "));
    Map<TableId, Boolean> filled = new TreeMap<>();
    Rows.each(target, sql, List.of(), row -> filled.put(tables.get((int) row.number("n")), row.number("filled") == 1));
    return filled;
  }
}
