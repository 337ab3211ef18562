package dev.tideway.local.dms;

/** A table by schema and name, in the source's spelling. */
public record TableName(String schema, String table) implements Comparable<TableName> {
  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** The quoted name for a statement. */
  String quoted() {
    return quote(schema) + "." + quote(table);
  }

  /** One identifier quoted for a statement. */
  static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
