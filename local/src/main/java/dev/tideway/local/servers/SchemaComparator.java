package dev.tideway.local.servers;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reports what the target's schema lacks compared with the source's: tables, columns with type, nullability, default and collation,
 * indexes, foreign keys, views, and space for the next AUTO_INCREMENT value. Like {@link RowComparator}, it checks independently: it reads
 * the catalogues itself.
 *
 * <p>Display widths, ZEROFILL (TiDB's information_schema drops it), MariaDB's JSON (a checked LONGTEXT) and the spelling of defaults are no
 * differences. Objects that only the target has are no differences either.
 */
public final class SchemaComparator {
  private final DatabaseServer source;
  private final DatabaseServer target;

  /** A comparison of these two servers; both are read with the administrator's account. */
  public SchemaComparator(DatabaseServer source, DatabaseServer target) {
    this.source = source;
    this.target = target;
  }

  /**
   * One difference.
   *
   * @param object {@code column shop.orders.id}, {@code index shop.orders.PRIMARY}
   * @param needed the definition on the source
   * @param found the definition on the target, or {@code missing}
   */
  public record SchemaDifference(String object, String needed, String found) {}

  /** Compares the schemas and lists every difference. */
  public List<SchemaDifference> compare(List<String> schemas) throws SQLException {
    List<SchemaDifference> differences = new ArrayList<>();
    try (Connection left = source.connect(source.admin()); Connection right = target.connect(target.admin())) {
      for (String schema : schemas) {
        Map<String, String> here = describe(left, source.flavour(), schema);
        Map<String, String> there = describe(right, target.flavour(), schema);
        here.forEach((object, needed) -> {
          String found = there.getOrDefault(object, "missing");
          if (!found.equals(needed)) {
            differences.add(new SchemaDifference(object, needed, found));
          }
        });
        differences.addAll(headroom(left, right, schema));
      }
    }
    return differences;
  }

  private static Map<String, String> describe(Connection connection, LocalFlavour flavour, String schema) throws SQLException {
    Map<String, String> objects = new LinkedHashMap<>();
    Catalogue catalogue = new Catalogue(connection, flavour);
    for (TableShape table : catalogue.tables(schema)) {
      String name = schema + "." + table.name();
      objects.put("table " + name, "table");
      for (ForeignKeyShape key : table.foreignKeys()) {
        objects.put("foreign key " + name + "." + key.name(), "(" + String.join(", ", key.columns()) + ") references " + key.parentSchema()
            + "." + key.parentTable() + " (" + String.join(", ", key.parentColumns()) + ") on delete " + rule(key.onDelete())
            + " on update " + rule(key.onUpdate()));
      }
      columns(connection, flavour, schema, table).forEach((column, text) -> objects.put("column " + name + "." + column, text));
    }
    indexes(connection, schema).forEach((index, text) -> objects.put("index " + schema + "." + index, text));
    for (String view : catalogue.views(schema)) {
      objects.put("view " + schema + "." + view, "view");
    }
    return objects;
  }

  /**
   * NO ACTION and RESTRICT both refuse to change a parent that has children. They do so at different moments, which InnoDB and TiDB do not
   * distinguish.
   */
  private static String rule(String rule) {
    return rule.equals("RESTRICT") ? "NO ACTION" : rule;
  }

  private static Map<String, String> columns(Connection connection, LocalFlavour flavour, String schema, TableShape table) throws SQLException {
    Map<String, String> columns = new LinkedHashMap<>();
    String sql = """
        SELECT COLUMN_NAME, COLUMN_DEFAULT, EXTRA, COLLATION_NAME, IS_NULLABLE FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ColumnShape column = table.column(rows.getString(1));
          String extra = rows.getString(3).toLowerCase(Locale.ROOT);
          columns.put(column.name(), type(column)
              + (column.json() ? "" : collation(rows.getString(4)))
              // MariaDB does not allow a declared nullability of a generated column
              + (column.generated() ? generated(extra) : (rows.getString(5).equals("YES") ? " null" : " not null")
                  + defaultOf(Optional.ofNullable(rows.getString(2)), flavour, column))
              + (column.autoIncrement() ? " auto_increment" : "")
              + onUpdate(extra));
        }
      }
    }
    return columns;
  }

  private static String type(ColumnShape column) {
    if (column.json()) {
      return "json";
    }
    String type = column.columnType();
    return switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "year" ->
          type.toLowerCase(Locale.ROOT).replaceAll("\\(\\d+\\)", "").replace(" zerofill", "");
      case "enum", "set" -> type;
      default -> type.toLowerCase(Locale.ROOT).replace(" zerofill", "");
    };
  }

  private static String collation(String name) {
    // latin1 becomes utf8mb4, because TiDB's latin1 holds UTF-8 anyway; latin1_bin and utf8mb4_bin treat the same texts as equal
    return name == null ? "" : " collate " + name.replaceFirst("^utf8mb3_", "utf8_").replaceFirst("^latin1_bin$", "utf8mb4_bin");
  }

  private static String generated(String extra) {
    return extra.contains("virtual") ? " virtual" : " stored";
  }

  private static String onUpdate(String extra) {
    return extra.contains("on update") ? " on update" : "";
  }

  private static String defaultOf(Optional<String> value, LocalFlavour flavour, ColumnShape column) {
    // MariaDB writes defaults as SQL, the others as values
    Optional<String> text = value.filter(v -> flavour != LocalFlavour.MARIADB || !v.equals("NULL"));
    if (text.isEmpty()) {
      return "";
    }
    String plain = text.get();
    if (flavour == LocalFlavour.MARIADB && plain.length() >= 2 && plain.startsWith("'") && plain.endsWith("'")) {
      plain = plain.substring(1, plain.length() - 1).replace("''", "'").replace("\\\\", "\\");
    }
    String lower = plain.toLowerCase(Locale.ROOT);
    if (lower.startsWith("current_timestamp") || lower.startsWith("now(")) {
      return " default current_timestamp";
    }
    return " default " + switch (column.dataType()) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "year" ->
          new BigDecimal(plain).stripTrailingZeros().toPlainString();
      default -> plain;
    };
  }

  private static Map<String, String> indexes(Connection connection, String schema) throws SQLException {
    Map<String, String> indexes = new LinkedHashMap<>();
    String sql = """
        SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS
        WHERE TABLE_SCHEMA = ? ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String part = rows.getString(4) + (rows.getString(5) == null ? "" : "(" + rows.getString(5) + ")");
          String start = rows.getInt(3) == 0 ? "unique: " : "index: ";
          indexes.merge(rows.getString(1) + "." + rows.getString(2), start + part, (before, added) -> before + ", " + part);
        }
      }
    }
    return indexes;
  }

  /** Whether the next generated value is above every existing value. */
  private List<SchemaDifference> headroom(Connection left, Connection right, String schema) throws SQLException {
    List<SchemaDifference> differences = new ArrayList<>();
    for (TableShape table : new Catalogue(right, target.flavour()).tables(schema)) {
      for (ColumnShape column : table.columns()) {
        if (column.autoIncrement()) {
          BigDecimal highest = highest(left, table, column).max(highest(right, table, column));
          Optional<BigDecimal> next = next(right, table);
          if (next.isEmpty() || next.get().compareTo(highest) <= 0) {
            differences.add(new SchemaDifference("next value " + schema + "." + table.name(), "over " + highest,
                next.map(BigDecimal::toString).orElse("unknown")));
          }
        }
      }
    }
    return differences;
  }

  private static BigDecimal highest(Connection connection, TableShape table, ColumnShape column) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COALESCE(MAX(" + LocalSql.name(column.name()) + "), 0) FROM " + table.sqlName())) {
      rows.next();
      return rows.getBigDecimal(1);
    }
  }

  private Optional<BigDecimal> next(Connection connection, TableShape table) throws SQLException {
    if (target.flavour() == LocalFlavour.TIDB) {
      return nextOnTidb(connection, table);
    }
    if (target.flavour() == LocalFlavour.MYSQL) {
      // MySQL 8 would return a cached value that is up to a day old
      LocalSql.run(connection, "SET SESSION information_schema_stats_expiry = 0");
    }
    try (PreparedStatement statement = connection.prepareStatement(
        "SELECT AUTO_INCREMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?")) {
      statement.setString(1, table.schema());
      statement.setString(2, table.name());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        // a table that never generated a value starts at 1
        return Optional.of(rows.getBigDecimal(1) == null ? BigDecimal.ONE : rows.getBigDecimal(1));
      }
    }
  }

  private static Optional<BigDecimal> nextOnTidb(Connection connection, TableShape table) throws SQLException {
    // usually one counter generates row ids and AUTO_INCREMENT values, and it is listed as the row id's; AUTO_ID_CACHE 1 separates them
    String counter = createStatement(connection, table).contains("AUTO_ID_CACHE=1 ") ? "AUTO_INCREMENT" : "_TIDB_ROWID";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW TABLE " + table.sqlName() + " NEXT_ROW_ID")) {
      while (rows.next()) {
        if (rows.getString("ID_TYPE").equals(counter)) {
          return Optional.of(rows.getBigDecimal("NEXT_GLOBAL_ROW_ID"));
        }
      }
      return Optional.empty();
    }
  }

  private static String createStatement(Connection connection, TableShape table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW CREATE TABLE " + table.sqlName())) {
      rows.next();
      return rows.getString(2);
    }
  }
}
