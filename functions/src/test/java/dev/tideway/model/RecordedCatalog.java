package dev.tideway.model;

import dev.tideway.jdbc.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows that a server of an unavailable version returned, by the table of information_schema, or by the statement that returned them. */
final class RecordedCatalog implements CatalogQueries {
  private final Map<String, List<Map<String, String>>> rows = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();

  /** Adds a row: names and values alternate; the value {@code NULL} is an SQL NULL. */
  RecordedCatalog row(String table, String... namesAndValues) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!namesAndValues[i + 1].equals("NULL")) {
        row.put(namesAndValues[i], namesAndValues[i + 1]);
      }
    }
    rows.computeIfAbsent(table, t -> new ArrayList<>()).add(row);
    return this;
  }

  /** A statement that the server refuses. */
  RecordedCatalog refuse(String statement) {
    refused.add(statement);
    return this;
  }

  /** The same rows; more can be added. */
  RecordedCatalog copy() {
    RecordedCatalog copy = new RecordedCatalog();
    rows.forEach((table, recorded) -> copy.rows.put(table, new ArrayList<>(recorded)));
    return copy;
  }

  /** A column's row. */
  RecordedCatalog column(String table, String name, String columnType, String columnDefault, String extra, String generation) {
    return row(
        "COLUMNS", "TABLE_NAME", table, "COLUMN_NAME", name, "DATA_TYPE", columnType.replaceFirst("[ (].*", ""), "COLUMN_TYPE", columnType, "IS_NULLABLE",
        "NO", "COLUMN_DEFAULT", columnDefault, "EXTRA", extra, "GENERATION_EXPRESSION", generation, "COLUMN_COMMENT", "");
  }

  /** A table's row. */
  RecordedCatalog table(String name) {
    return row(
        "TABLES", "TABLE_NAME", name, "TABLE_TYPE", "BASE TABLE", "ENGINE", "InnoDB", "TABLE_COLLATION", "utf8mb4_0900_ai_ci", "TABLE_ROWS", "0",
        "DATA_LENGTH", "16384", "INDEX_LENGTH", "0", "AUTO_INCREMENT", "NULL", "TABLE_COMMENT", "", "CREATE_OPTIONS", "");
  }

  /** The statements that were sent. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void each(String sql, List<String> parameters, Rows.Reader reader) throws SQLException {
    asked.add(sql);
    if (refused.contains(sql)) {
      throw new SQLException("refused", "42000", 1142);
    }
    String flat = sql.replaceAll("\\s+", " ");
    for (Map.Entry<String, List<Map<String, String>>> recorded : rows.entrySet()) {
      boolean schema = flat.contains("FROM information_schema." + recorded.getKey() + " ");
      if (schema || flat.equals(recorded.getKey())) {
        for (Map<String, String> row : recorded.getValue()) {
          reader.read(Rows.Row.recorded(row));
        }
      }
    }
  }

  @Override
  public List<Optional<String>> types(String table, List<String> expressions) {
    return expressions.stream().map(e -> e.contains(" array)") ? Optional.<String>empty() : Optional.of("bigint")).toList();
  }
}
