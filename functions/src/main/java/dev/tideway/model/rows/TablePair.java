package dev.tideway.model.rows;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.Column;
import dev.tideway.model.Flavour;
import dev.tideway.model.Index;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One table on both sides.
 *
 * @param table the table as on the source
 * @param columns in the source's order
 * @param key the key that distinguishes its rows, if there is one
 */
public record TablePair(Table table, List<ColumnPair> columns, Optional<RowKey> key) {
  /**
   * Reads the target's columns and pairs them by name.
   *
   * @throws MigrationFailed if the target lacks the table or a column
   * @throws SQLException if the target's catalogue cannot be read
   */
  public static TablePair read(Server source, Table table, Connection target) throws SQLException {
    return of(source, table, columns(target, table.id().schema(), Optional.of(table.id().table())).getOrDefault(folded(table.id().table()), Map.of()));
  }

  /**
   * Pairs tables of any schemas. The target's catalogue is read schema by schema.
   *
   * @throws MigrationFailed if the target lacks a table or a column
   * @throws SQLException if the target's catalogue cannot be read
   */
  public static List<TablePair> read(Server source, List<Table> tables, Connection target) throws SQLException {
    Map<String, Map<String, Map<String, TargetColumn>>> schemas = new LinkedHashMap<>();
    List<TablePair> pairs = new ArrayList<>();
    for (Table table : tables) {
      String schema = table.id().schema();
      if (!schemas.containsKey(schema)) {
        schemas.put(schema, columns(target, schema, Optional.empty()));
      }
      pairs.add(of(source, table, schemas.get(schema).getOrDefault(folded(table.id().table()), Map.of())));
    }
    return List.copyOf(pairs);
  }

  private static TablePair of(Server source, Table table, Map<String, TargetColumn> there) {
    List<ColumnPair> columns = table.columns().stream().filter(column -> !column.versioning()).map(column -> pair(table.id(), column, there, mariadb(source))).toList();
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

  private static ColumnPair pair(TableId table, Column column, Map<String, TargetColumn> there, boolean mariadb) {
    TargetColumn target = there.get(folded(column.name()));
    if (target == null) {
      String what = there.isEmpty() ? "the table " + table : "the column " + column.name() + " of " + table;
      throw new MigrationFailed(ErrorCode.TARGET_LACKS_COLUMN, "the target has no " + what.substring(4) + ", or does not show it to its account; found "
          + there.keySet() + ", needed " + column.name() + "; create it as a plan's DDL says, or GRANT SELECT on it");
    }
    return new ColumnPair(column, target, mariadb && column.type().equals("json"));
  }

  /** Columns by table and name, both in lower case. */
  private static Map<String, Map<String, TargetColumn>> columns(Connection target, String schema, Optional<String> table) throws SQLException {
    boolean tidb = target.getMetaData().getDatabaseProductVersion().contains("TiDB");
    Map<String, Map<String, TargetColumn>> tables = new LinkedHashMap<>();
    try (PreparedStatement statement = target.prepareStatement(
        "SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, TABLE_NAME FROM information_schema.COLUMNS "
            + "WHERE TABLE_SCHEMA = ?" + (table.isPresent() ? " AND TABLE_NAME = ?" : "") + " ORDER BY TABLE_NAME, ORDINAL_POSITION")) {
      statement.setString(1, schema);
      if (table.isPresent()) {
        statement.setString(2, table.get());
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Optional<String> charset = Optional.ofNullable(rows.getString(4));
          TargetColumn column = new TargetColumn(
              rows.getString(1),
              rows.getString(2).toLowerCase(Locale.ROOT),
              rows.getString(3),
              charset,
              Optional.ofNullable(rows.getString(5)),
              tidb && charset.filter("latin1"::equals).isPresent(),
              rows.getString(6).toLowerCase(Locale.ROOT).contains("auto_increment"));
          tables.computeIfAbsent(folded(rows.getString(7)), any -> new LinkedHashMap<>()).put(folded(column.name()), column);
        }
      }
    }
    return tables;
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
