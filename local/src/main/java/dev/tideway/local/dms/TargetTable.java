package dev.tideway.local.dms;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements that write one table on the target.
 *
 * @param source the table they write for
 * @param jsonColumns the target columns of type JSON, in lower case: text must be cast to be compared with them
 */
record TargetTable(SourceTable source, List<String> jsonColumns) {

  static Optional<TargetTable> read(Connection target, SourceTable source) throws SQLException {
    Map<String, String> types = new HashMap<>();
    String sql = "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
    try (PreparedStatement statement = target.prepareStatement(sql)) {
      statement.setString(1, source.name().schema());
      statement.setString(2, source.name().table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          types.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2).toLowerCase(Locale.ROOT));
        }
      }
    }
    return types.isEmpty() ? Optional.empty() : Optional.of(new TargetTable(source,
        types.entrySet().stream().filter(type -> type.getValue().equals("json")).map(Map.Entry::getKey).toList()));
  }

  TableName name() {
    return source.name();
  }

  private List<SourceColumn> copied() {
    return source.copied().stream().map(source.columns()::get).toList();
  }

  /** An insert of several rows: one statement, so that it fails as one. */
  String insert(String verb, int rows) {
    String columns = copied().stream().map(SourceColumn::quoted).collect(Collectors.joining(", "));
    String row = "(" + "?, ".repeat(copied().size() - 1) + "?)";
    return verb + " INTO " + name().quoted() + " (" + columns + ") VALUES " + (row + ", ").repeat(rows - 1) + row;
  }

  /** Sets every column of the row that {@link #where} finds. */
  String update() {
    return "UPDATE " + name().quoted() + " SET "
        + copied().stream().map(column -> column.quoted() + " = ?").collect(Collectors.joining(", ")) + where();
  }

  String delete() {
    return "DELETE FROM " + name().quoted() + where();
  }

  /** The columns that identify a row: the key, else all columns, one row at a time. */
  List<Integer> searched() {
    return source.hasKey() ? source.key() : source.copied();
  }

  private String where() {
    String condition = searched().stream().map(source.columns()::get).map(column -> column.quoted() + " <=> "
        + (jsonColumns.contains(column.name().toLowerCase(Locale.ROOT)) ? "CAST(? AS JSON)" : "?"))
        .collect(Collectors.joining(" AND "));
    if (source.hasKey()) {
      return " WHERE " + condition.replace(" <=> ", " = ");
    }
    return " WHERE " + condition + " LIMIT 1";
  }
}
