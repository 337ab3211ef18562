package dev.tideway.local.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads a table's rows in a form whose text is the same on every server only if the values are the same. */
final class TableRows {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private TableRows() {}

  private record Column(String name, String type) {}

  static List<String> of(Connection connection, String schema, String table) throws SQLException {
    List<Column> columns = columns(connection, schema, table);
    String sql = "SELECT " + columns.stream().map(TableRows::expression).collect(Collectors.joining(", ")) + " FROM `" + schema + "`.`"
        + table + "`";
    var rows = new ArrayList<String>();
    try (var statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        var text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
          text.append(columns.get(i).name()).append('=').append(value(columns.get(i), row, i + 1)).append(' ');
        }
        rows.add(text.toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private static List<Column> columns(Connection connection, String schema, String table) throws SQLException {
    var columns = new ArrayList<Column>();
    String sql = "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?"
        + " ORDER BY COLUMN_NAME";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          columns.add(new Column(row.getString(1), row.getString(2).toLowerCase(Locale.ROOT)));
        }
      }
    }
    return columns;
  }

  private static String expression(Column column) {
    String name = "`" + column.name() + "`";
    return switch (column.type()) {
      case "float", "double" -> name + "+0e0";
      case "bit", "year" -> name + "+0";
      case "date", "time", "datetime", "timestamp" -> "CAST(" + name + " AS CHAR)";
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> "HEX(" + name + ")";
      case "json" -> "CAST(" + name + " AS CHAR)";
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
          "HEX(CONVERT(" + name + " USING utf8mb4))";
      default -> name;
    };
  }

  private static String value(Column column, ResultSet row, int index) throws SQLException {
    String text = row.getString(index);
    if (text == null) {
      return "null";
    }
    if (column.name().startsWith("json")) {
      String json = column.type().equals("json") ? text : new String(java.util.HexFormat.of().parseHex(text),
          java.nio.charset.StandardCharsets.UTF_8);
      return canonical(json);
    }
    return switch (column.type()) {
      case "float", "double" -> Long.toHexString(Double.doubleToLongBits(row.getDouble(index)));
      case "decimal" -> row.getBigDecimal(index).toPlainString();
      default -> text;
    };
  }

  private static String canonical(String json) {
    try {
      return canonical(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static String canonical(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream().map(entry -> '"' + entry.getKey() + "\":" + canonical(entry.getValue())).sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node.isArray()) {
      var parts = new ArrayList<String>();
      node.forEach(part -> parts.add(canonical(part)));
      return parts.toString();
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return number.signum() == 0 ? "0" : Double.toString(number.doubleValue());
    }
    return node.toString();
  }
}
