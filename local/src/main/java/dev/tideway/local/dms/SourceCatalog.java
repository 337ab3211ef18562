package dev.tideway.local.dms;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the tables that a task's mappings select from the source's information_schema. */
final class SourceCatalog {
  private static final String SYSTEM = "('mysql', 'information_schema', 'performance_schema', 'sys')";

  private record Index(boolean primary, List<String> columns) {}

  private final LocalTableMappings mappings;
  private final LocalTaskSettings settings;

  SourceCatalog(LocalTableMappings mappings, LocalTaskSettings settings) {
    this.mappings = mappings;
    this.settings = settings;
  }

  SortedMap<TableName, SourceTable> read(Connection source) throws SQLException {
    Map<TableName, List<SourceColumn>> columns = columns(source);
    Map<TableName, Index> keys = keys(source);
    var tables = new TreeMap<TableName, SourceTable>();
    columns.forEach((name, list) -> tables.put(name, table(name, list, Optional.ofNullable(keys.get(name)))));
    return tables;
  }

  private SourceTable table(TableName name, List<SourceColumn> columns, Optional<Index> key) {
    var positions = new ArrayList<Integer>();
    for (String column : key.map(Index::columns).orElse(List.of())) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(column) && columns.get(i).copied()) {
          positions.add(i);
        }
      }
    }
    boolean whole = key.isPresent() && positions.size() == key.get().columns().size();
    boolean dropsLobs = !settings.supportsLobs() || (settings.fullLobs() && !whole);
    // without LOB support, or in full LOB mode without a key, DMS leaves LOB columns out
    List<SourceColumn> kept = dropsLobs ? columns.stream().map(SourceCatalog::withoutLob).toList() : columns;
    return new SourceTable(name, kept, whole ? positions : List.of());
  }

  private static SourceColumn withoutLob(SourceColumn column) {
    return column.lob() ? column.withCopied(false) : column;
  }

  private Map<TableName, List<SourceColumn>> columns(Connection source) throws SQLException {
    var tables = new LinkedHashMap<TableName, List<SourceColumn>>();
    String sql = "SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, c.CHARACTER_SET_NAME,"
        + " c.CHARACTER_OCTET_LENGTH, c.EXTRA, c.GENERATION_EXPRESSION"
        + " FROM information_schema.COLUMNS c JOIN information_schema.TABLES t"
        + " ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"
        + " WHERE t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND c.TABLE_SCHEMA NOT IN " + SYSTEM
        + " ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION";
    try (var statement = source.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        var name = new TableName(row.getString(1), row.getString(2));
        if (mappings.captures(name)) {
          tables.computeIfAbsent(name, n -> new ArrayList<>()).add(column(name, row));
        }
      }
    }
    return tables;
  }

  private SourceColumn column(TableName table, ResultSet row) throws SQLException {
    String name = row.getString(3);
    String dataType = row.getString(4).toLowerCase(Locale.ROOT);
    String columnType = row.getString(5);
    SourceColumn.Kind kind = SourceColumn.kindOf(dataType);
    boolean enumerated = kind == SourceColumn.Kind.ENUM || kind == SourceColumn.Kind.SET;
    String expression = row.getString(9);
    boolean generated = expression != null && !expression.isEmpty();
    boolean invisible = row.getString(8).toUpperCase(Locale.ROOT).contains("INVISIBLE");
    return new SourceColumn(name, kind, dataType, columnType.toLowerCase(Locale.ROOT).contains("unsigned"),
        Optional.ofNullable(row.getString(6)), dataType.equals("binary") ? row.getInt(7) : 0,
        enumerated ? members(columnType) : List.of(), !generated && !invisible && !mappings.removes(table, name));
  }

  private static Map<TableName, Index> keys(Connection source) throws SQLException {
    var candidates = new LinkedHashMap<TableName, Map<String, List<String>>>();
    var unusable = new HashMap<TableName, List<String>>();
    String sql = "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART, NULLABLE FROM information_schema.STATISTICS"
        + " WHERE NON_UNIQUE = 0 AND TABLE_SCHEMA NOT IN " + SYSTEM
        // MariaDB adds the period's end to the keys of a system-versioned table; current rows are unique without it
        + " AND (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME) NOT IN (SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS"
        + " WHERE GENERATION_EXPRESSION IN ('ROW START', 'ROW END'))"
        + " ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME, SEQ_IN_INDEX";
    try (var statement = source.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        var name = new TableName(row.getString(1), row.getString(2));
        String index = row.getString(3);
        String column = row.getString(4);
        if (column == null || row.getString(5) != null || "YES".equals(row.getString(6))) {
          unusable.computeIfAbsent(name, n -> new ArrayList<>()).add(index);
        } else {
          candidates.computeIfAbsent(name, n -> new LinkedHashMap<>()).computeIfAbsent(index, i -> new ArrayList<>()).add(column);
        }
      }
    }
    var keys = new HashMap<TableName, Index>();
    candidates.forEach((name, indexes) -> indexes.entrySet().stream()
        .filter(index -> !unusable.getOrDefault(name, List.of()).contains(index.getKey()))
        .findFirst()
        .ifPresent(index -> keys.put(name, new Index(index.getKey().equals("PRIMARY"), index.getValue()))));
    return keys;
  }

  /** The values in {@code enum('a','it''s')}: quotes are doubled, control characters and backslashes are escaped. */
  static List<String> members(String columnType) {
    var members = new ArrayList<String>();
    int at = columnType.indexOf('(');
    while (at >= 0 && at < columnType.length()) {
      int quote = columnType.indexOf('\'', at);
      if (quote < 0) {
        break;
      }
      var value = new StringBuilder();
      at = quote + 1;
      while (true) {
        char c = columnType.charAt(at);
        if (c == '\'' && at + 1 < columnType.length() && columnType.charAt(at + 1) == '\'') {
          value.append('\'');
          at += 2;
        } else if (c == '\'') {
          at++;
          break;
        } else if (c == '\\' && at + 1 < columnType.length()) {
          value.append(unescaped(columnType.charAt(at + 1)));
          at += 2;
        } else {
          value.append(c);
          at++;
        }
      }
      members.add(value.toString());
    }
    return List.copyOf(members);
  }

  private static char unescaped(char c) {
    return switch (c) {
      case '0' -> '\0';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
