package dev.tideway.schema;

import dev.tideway.jdbc.Rows;
import dev.tideway.model.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The current objects of the target, read by schema. TiDB compares names in lower case, so this class stores them in lower case. */
final class TargetCatalog {
  private final Connection connection;

  TargetCatalog(Connection connection) {
    this.connection = connection;
  }

  /** A table with its name in lower case. */
  static TableId fold(TableId id) {
    return new TableId(fold(id.schema()), fold(id.table()));
  }

  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Column names of each base table, in lower case and in order. */
  Map<TableId, List<String>> columns(Collection<String> schemas) throws SQLException {
    Map<TableId, List<String>> columns = new HashMap<>();
    for (String schema : schemas) {
      Rows.each(
          connection,
          "SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, ORDINAL_POSITION",
          List.of(schema),
          row ->
              columns
                  .computeIfAbsent(new TableId(fold(schema), fold(row.text("TABLE_NAME"))), t -> new ArrayList<>())
                  .add(fold(row.text("COLUMN_NAME"))));
    }
    return columns;
  }

  /** Names of each table's finished indexes, in lower case: TiDB does not list an index that is being built. */
  Map<TableId, Set<String>> indexes(Collection<String> schemas) throws SQLException {
    return names(
        "SELECT DISTINCT TABLE_NAME, INDEX_NAME AS NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ?", schemas);
  }

  /** Names of each table's foreign keys, in lower case. */
  Map<TableId, Set<String>> foreignKeys(Collection<String> schemas) throws SQLException {
    return names(
        """
        SELECT DISTINCT TABLE_NAME, CONSTRAINT_NAME AS NAME FROM information_schema.KEY_COLUMN_USAGE
        WHERE TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME IS NOT NULL""",
        schemas);
  }

  private Map<TableId, Set<String>> names(String sql, Collection<String> schemas) throws SQLException {
    Map<TableId, Set<String>> names = new HashMap<>();
    for (String schema : schemas) {
      Rows.each(
          connection,
          sql,
          List.of(schema),
          row ->
              names
                  .computeIfAbsent(new TableId(fold(schema), fold(row.text("TABLE_NAME"))), t -> new HashSet<>())
                  .add(fold(row.text("NAME"))));
    }
    return names;
  }
}
