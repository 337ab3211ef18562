package dev.tideway.local.demo;

import dev.tideway.local.servers.ColumnShape;
import dev.tideway.local.servers.ForeignKeyShape;
import dev.tideway.local.servers.LocalSql;
import dev.tideway.local.servers.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Inserts, updates and deletes random rows of any table in the catalogue. For tables of thousands of rows. */
final class RandomRows {
  // errors that random rows may cause: a key that exists already, a parent that has children, a parent that is missing (MySQL has two codes
  // for each, by privilege)
  private static final Set<Integer> CHANCE = Set.of(1062, 1216, 1217, 1451, 1452, 1761);

  private final Connection connection;
  private final RandomGenerator random;
  private final RandomValues values;

  RandomRows(Connection connection, RandomGenerator random) {
    this.connection = connection;
    this.random = random;
    this.values = new RandomValues(random);
  }

  /** Inserts a row, unless the random row is not possible. */
  long insert(TableShape table) throws SQLException {
    Optional<Map<String, Object>> parents = parents(table);
    if (parents.isEmpty()) {
      return 0;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    for (ColumnShape column : table.columns()) {
      if (column.generated() || column.autoIncrement()) {
        continue;
      }
      row.put(column.name(), parents.get().containsKey(column.name()) ? parents.get().get(column.name()) : values.value(column));
    }
    String columns = row.keySet().stream().map(LocalSql::name).collect(Collectors.joining(", "));
    String marks = row.keySet().stream().map(column -> "?").collect(Collectors.joining(", "));
    return run("INSERT INTO " + table.sqlName() + " (" + columns + ") VALUES (" + marks + ")", new ArrayList<>(row.values()));
  }

  /** Changes some columns of a random row, sometimes one of its key. */
  long update(TableShape table) throws SQLException {
    Optional<List<Object>> key = randomKey(table);
    if (key.isEmpty()) {
      return 0;
    }
    Set<String> references = table.foreignKeys().stream().flatMap(k -> k.columns().stream()).collect(Collectors.toSet());
    boolean moves = random.nextInt(10) == 0;
    List<ColumnShape> candidates = new ArrayList<>(table.columns().stream()
        .filter(column -> !column.generated() && !column.autoIncrement() && !references.contains(column.name()))
        .filter(column -> table.key().contains(column.name()) == moves)
        .toList());
    List<String> assignments = new ArrayList<>();
    List<Object> parameters = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0 && !candidates.isEmpty(); i--) {
      ColumnShape column = candidates.remove(random.nextInt(candidates.size()));
      assignments.add(LocalSql.name(column.name()) + " = ?");
      parameters.add(values.value(column));
    }
    if (assignments.isEmpty()) {
      return 0;
    }
    parameters.addAll(key.get());
    return run("UPDATE " + table.sqlName() + " SET " + String.join(", ", assignments) + whereKey(table), parameters);
  }

  /** Deletes a random row and all rows that cascade from it. */
  long delete(TableShape table) throws SQLException {
    Optional<List<Object>> key = randomKey(table);
    return key.isEmpty() ? 0 : run("DELETE FROM " + table.sqlName() + whereKey(table), key.get());
  }

  /** Values for the columns that refer to other rows; empty if a parent is required and there is none. */
  private Optional<Map<String, Object>> parents(TableShape table) throws SQLException {
    Map<String, Object> references = new LinkedHashMap<>();
    for (ForeignKeyShape key : table.foreignKeys()) {
      boolean optional = key.columns().stream().allMatch(column -> table.column(column).nullable());
      String from = LocalSql.name(key.parentSchema(), key.parentTable());
      Optional<List<Object>> parent = optional && random.nextInt(5) == 0 ? Optional.empty() : randomRow(from, key.parentColumns());
      if (parent.isEmpty() && !optional) {
        return Optional.empty();
      }
      for (int i = 0; i < key.columns().size(); i++) {
        references.put(key.columns().get(i), parent.isEmpty() ? null : parent.get().get(i));
      }
    }
    return Optional.of(references);
  }

  private Optional<List<Object>> randomKey(TableShape table) throws SQLException {
    return table.key().isEmpty() ? Optional.empty() : randomRow(table.sqlName(), table.key());
  }

  private Optional<List<Object>> randomRow(String from, List<String> columns) throws SQLException {
    String names = columns.stream().map(LocalSql::name).collect(Collectors.joining(", "));
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + names + " FROM " + from + " ORDER BY RAND() LIMIT 1");
        ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      List<Object> key = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        String type = rows.getMetaData().getColumnTypeName(i);
        key.add(type.contains("BINARY") || type.contains("BLOB") ? rows.getBytes(i) : rows.getString(i));
      }
      return Optional.of(key);
    }
  }

  private static String whereKey(TableShape table) {
    return table.key().stream().map(column -> LocalSql.name(column) + " = ?").collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  private long run(String sql, List<Object> parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      return statement.executeLargeUpdate();
    } catch (SQLException e) {
      if (CHANCE.contains(e.getErrorCode())) {
        return 0;
      }
      throw e;
    }
  }
}
