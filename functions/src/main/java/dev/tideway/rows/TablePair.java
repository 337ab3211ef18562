package dev.tideway.rows;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Flavour;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.Server;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One table on both sides.
 *
 * @param table as the source has it
 * @param columns in the source's order
 * @param key what tells its rows apart, if anything does
 */
public record TablePair(Table table, List<ColumnPair> columns, Optional<RowKey> key) {
  /**
   * Reads the target's columns and pairs them by name.
   *
   * @throws MigrationFailed if the target lacks the table or a column
   * @throws SQLException if the target's catalogue cannot be read
   */
  public static TablePair read(Server source, Table table, Connection target) throws SQLException {
    Map<String, TargetColumn> there = targetColumns(table.id(), target);
    List<ColumnPair> columns = table.columns().stream().map(column -> pair(table.id(), column, there)).toList();
    return new TablePair(table, columns, table.rowKey().map(index -> key(index, columns, mariadb(source))));
  }

  /** The quoted name. */
  public String sql() {
    return Sql.name(table.id().schema(), table.id().table());
  }

  /** The pair of that name. */
  public ColumnPair column(String name) {
    return find(columns, name);
  }

  private static boolean mariadb(Server server) {
    return server.flavour() == Flavour.mariadb || server.version().toLowerCase(Locale.ROOT).contains("mariadb");
  }

  private static RowKey key(Index index, List<ColumnPair> columns, boolean mariadb) {
    List<ColumnPair> parts = index.parts().stream().map(part -> find(columns, part.column().orElseThrow())).toList();
    boolean whole = index.parts().stream().allMatch(part -> part.prefix().isEmpty());
    return new RowKey(parts, whole && parts.stream().allMatch(part -> part.sortsAlike(mariadb)));
  }

  private static ColumnPair find(List<ColumnPair> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name));
  }

  private static ColumnPair pair(TableId table, Column column, Map<String, TargetColumn> there) {
    TargetColumn target = there.get(column.name().toLowerCase(Locale.ROOT));
    if (target == null) {
      String what = there.isEmpty() ? "the table " + table : "the column " + column.name() + " of " + table;
      throw new MigrationFailed("TW-E060", "the target has no " + what.substring(4) + "; found " + there.keySet() + ", needed "
          + column.name() + "; create it as the plan's DDL says, or start the migration again");
    }
    return new ColumnPair(column, target);
  }

  private static Map<String, TargetColumn> targetColumns(TableId table, Connection target) throws SQLException {
    Map<String, TargetColumn> columns = new LinkedHashMap<>();
    try (PreparedStatement statement = target.prepareStatement("""
        SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION""")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          TargetColumn column = new TargetColumn(
              rows.getString(1),
              rows.getString(2).toLowerCase(Locale.ROOT),
              rows.getString(3),
              Optional.ofNullable(rows.getString(4)),
              Optional.ofNullable(rows.getString(5)),
              rows.getString(6).toLowerCase(Locale.ROOT).contains("auto_increment"));
          columns.put(column.name().toLowerCase(Locale.ROOT), column);
        }
      }
    }
    return columns;
  }
}
