package dev.tideway.local.servers;

import java.util.List;

/**
 * A table as the catalogue describes it.
 *
 * @param key the columns that identify a row: the primary key, else the first unique key without NULLs, else empty
 */
public record TableShape(
    String schema, String name, List<ColumnShape> columns, List<String> key, List<ForeignKeyShape> foreignKeys) {
  /** The column with this name, which the table must have. */
  public ColumnShape column(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + column + " in " + schema + "." + name));
  }

  /** The table's name as SQL. */
  public String sqlName() {
    return LocalSql.name(schema, name);
  }
}
