package dev.tideway.local.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the tables of a schema. */
public final class Catalogue {
  private final Connection connection;
  private final LocalFlavour flavour;

  /** Reads the catalogue over the connection; the caller closes the connection. */
  public Catalogue(Connection connection, LocalFlavour flavour) {
    this.connection = connection;
    this.flavour = flavour;
  }

  /** The base tables of a schema, ordered by name. */
  public List<TableShape> tables(String schema) throws SQLException {
    Map<String, List<ColumnShape>> columns = columns(schema);
    Map<String, List<String>> keys = keys(schema);
    Map<String, List<ForeignKeyShape>> foreignKeys = foreignKeys(schema);
    List<TableShape> tables = new ArrayList<>();
    for (String table : names(schema, "'BASE TABLE', 'SYSTEM VERSIONED'")) {
      tables.add(new TableShape(schema, table, columns.getOrDefault(table, List.of()), keys.getOrDefault(table, List.of()),
          foreignKeys.getOrDefault(table, List.of())));
    }
    return tables;
  }

  /** The views of a schema by name. */
  public List<String> views(String schema) throws SQLException {
    return names(schema, "'VIEW'");
  }

  private List<String> names(String schema, String types) throws SQLException {
    List<String> names = new ArrayList<>();
    read("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN (" + types + ") ORDER BY TABLE_NAME",
        schema, row -> names.add(row.getString(1)));
    return names;
  }

  private Map<String, List<ColumnShape>> columns(String schema) throws SQLException {
    Set<List<String>> json = checkedJson(schema);
    Map<String, List<ColumnShape>> columns = new LinkedHashMap<>();
    read("""
        SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
          DATETIME_PRECISION, CHARACTER_SET_NAME, IS_NULLABLE, EXTRA
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND COALESCE(GENERATION_EXPRESSION, '') NOT IN ('ROW START', 'ROW END')
        ORDER BY TABLE_NAME, ORDINAL_POSITION""", schema, row -> {
      String table = row.getString(1);
      String column = row.getString(2);
      String type = row.getString(3).toLowerCase(Locale.ROOT);
      String extra = text(row, 11).toLowerCase(Locale.ROOT);
      columns.computeIfAbsent(table, t -> new ArrayList<>()).add(new ColumnShape(
          column,
          type,
          row.getString(4),
          // the length of a LONGTEXT is beyond a signed int, and NULL reads as 0
          new ColumnShape.Size(row.getLong(5), row.getInt(6), row.getInt(7), row.getInt(8)),
          text(row, 9),
          row.getString(10).equals("YES"),
          // DEFAULT_GENERATED only means that the default is an expression
          extra.contains("virtual generated") || extra.contains("stored generated") || extra.contains("persistent"),
          extra.contains("auto_increment"),
          type.equals("json") || json.contains(List.of(table, column))));
    });
    return columns;
  }

  /** MariaDB's JSON is a LONGTEXT with a check: the tables and columns with this check. */
  private Set<List<String>> checkedJson(String schema) throws SQLException {
    Set<List<String>> json = new HashSet<>();
    if (flavour == LocalFlavour.MARIADB) {
      read("SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ?", schema,
          row -> {
            if (row.getString(3).equalsIgnoreCase("json_valid(" + LocalSql.name(row.getString(2)) + ")")) {
              json.add(List.of(row.getString(1), row.getString(2)));
            }
          });
    }
    return json;
  }

  private Map<String, List<String>> keys(String schema) throws SQLException {
    Map<String, Map<String, List<String>>> candidates = new LinkedHashMap<>();
    Set<List<String>> incomparable = new HashSet<>();
    read("""
        SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE
        FROM information_schema.STATISTICS s WHERE TABLE_SCHEMA = ? AND NON_UNIQUE = 0 AND NOT EXISTS (SELECT 1 FROM information_schema.COLUMNS c
          WHERE c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
          AND c.GENERATION_EXPRESSION IN ('ROW START', 'ROW END'))
        ORDER BY TABLE_NAME, INDEX_NAME <> 'PRIMARY', INDEX_NAME, SEQ_IN_INDEX""", schema, row -> {
      String table = row.getString(1);
      String index = row.getString(2);
      candidates.computeIfAbsent(table, t -> new LinkedHashMap<>()).computeIfAbsent(index, i -> new ArrayList<>()).add(text(row, 3));
      if (!text(row, 4).isEmpty() || text(row, 5).equals("YES")) {
        incomparable.add(List.of(table, index));
      }
    });
    Map<String, List<String>> keys = new LinkedHashMap<>();
    candidates.forEach((table, indexes) -> indexes.entrySet().stream()
        .filter(index -> !incomparable.contains(List.of(table, index.getKey())))
        .findFirst()
        .ifPresent(index -> keys.put(table, List.copyOf(index.getValue()))));
    return keys;
  }

  private Map<String, List<ForeignKeyShape>> foreignKeys(String schema) throws SQLException {
    Map<List<String>, ForeignKeyShape> byName = new LinkedHashMap<>();
    read("""
        SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME,
          k.REFERENCED_COLUMN_NAME, r.DELETE_RULE, r.UPDATE_RULE
        FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
          ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
        WHERE k.TABLE_SCHEMA = ? AND k.REFERENCED_TABLE_NAME IS NOT NULL
        ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION""", schema, row -> {
      ForeignKeyShape key = byName.computeIfAbsent(List.of(row.getString(1), row.getString(2)), name -> shape(row));
      key.columns().add(row.getString(3));
      key.parentColumns().add(row.getString(6));
    });
    Map<String, List<ForeignKeyShape>> byTable = new LinkedHashMap<>();
    byName.forEach((name, key) -> byTable.computeIfAbsent(name.getFirst(), t -> new ArrayList<>()).add(key));
    return byTable;
  }

  private static ForeignKeyShape shape(ResultSet row) {
    try {
      return new ForeignKeyShape(row.getString(2), new ArrayList<>(), row.getString(4), row.getString(5), new ArrayList<>(),
          row.getString(7), row.getString(8));
    } catch (SQLException e) {
      throw new DatabaseException("cannot read the catalogue", e);
    }
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  /** Processes one row. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void read(String sql, String schema, RowReader reader) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}
