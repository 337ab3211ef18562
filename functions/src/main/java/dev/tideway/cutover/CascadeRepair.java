package dev.tideway.cutover;

import dev.tideway.cutover.CascadeResult.Repaired;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Sql;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Side;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Repairs one child table on the target: rows whose parent does not exist on the target. The source deleted or changed the parent, and its cascade changed the children without
 * binlog events.
 *
 * <p>The frozen source decides row by row. A row that the source no longer has is deleted. A row that has a different reference on the source gets that reference. A row that
 * exists on the source is never deleted.
 */
final class CascadeRepair {
  private static final int BATCH = 200;
  private static final int KEYS = 2000;

  private final TablePair child;
  private final ForeignKey key;
  private final Connection source;
  private final Connection target;

  CascadeRepair(TablePair child, ForeignKey key, Connection source, Connection target) {
    this.child = child;
    this.key = key;
    this.source = source;
    this.target = target;
  }

  /** The result of a step. An empty {@code next} means that no orphans are left after it. */
  record Step(Repaired repaired, List<String> next) {}

  /** Repairs the next orphans above that key. */
  Step step(List<String> after) throws SQLException {
    return child.key().isPresent() ? byKey(child.key().get(), after) : byValue();
  }

  /**
   * Copies rows whose own key changed with the parent's key and that the target lacks, in the order of the key. The old row was an orphan and is deleted; the new row is not in the
   * binlog. Only for keys that contain a column of a foreign key with ON UPDATE CASCADE.
   */
  Step copyMoved(List<String> after) throws SQLException {
    RowKey rowKey = child.key().orElseThrow();
    List<List<String>> keys = read(
        source,
        "SELECT " + rowKey.identities(Side.source) + " FROM " + child.sql() + " WHERE TRUE" + page(rowKey, after, KEYS),
        rowKey.columns().size());
    if (keys.isEmpty()) {
      return new Step(none(), List.of());
    }
    Set<List<String>> missing = new LinkedHashSet<>(keys);
    missing.removeAll(existing(target, Side.target, rowKey, keys));
    long inserted = missing.isEmpty() ? 0 : insert(rowKey, missing);
    return new Step(new Repaired(child.table().id(), key.name(), 0, 0, 0, inserted, 0), next(rowKey, keys, KEYS));
  }

  /** Whether {@link #copyMoved} applies to this foreign key. */
  boolean movesKeys() {
    return key.onUpdate().equals("CASCADE")
        && child.key().filter(rowKey -> rowKey.names().stream().anyMatch(key.columns()::contains)).isPresent();
  }

  private Step byKey(RowKey rowKey, List<String> after) throws SQLException {
    List<List<String>> orphans = read(
        target,
        "SELECT " + rowKey.identities(Side.target) + " FROM " + child.sql() + " WHERE " + orphan() + page(rowKey, after, BATCH),
        rowKey.columns().size());
    if (orphans.isEmpty()) {
      return new Step(none(), List.of());
    }
    Map<List<String>, List<Optional<String>>> here = references(source, Side.source, rowKey, orphans);
    Map<List<String>, List<Optional<String>>> there = references(target, Side.target, rowKey, orphans);
    List<List<String>> gone = orphans.stream().filter(orphan -> !here.containsKey(orphan)).toList();
    // first: a row that is copied may need a unique value of one of these
    long deleted = gone.isEmpty() ? 0 : execute("DELETE FROM " + child.sql() + " WHERE " + exactly(rowKey, gone));
    long nulled = 0;
    long updated = 0;
    long kept = 0;
    for (List<String> orphan : orphans) {
      List<Optional<String>> reference = here.get(orphan);
      if (reference == null) {
        continue;
      }
      if (reference.equals(there.get(orphan)) || !copyRow(rowKey, orphan)) {
        kept++;
      } else if (reference.stream().anyMatch(Optional::isEmpty)) {
        nulled++;
      } else {
        updated++;
      }
    }
    return new Step(
        new Repaired(child.table().id(), key.name(), deleted, nulled, updated, 0, kept), next(rowKey, orphans, BATCH));
  }

  /** Repairs a table without a key. It only checks whether the source has any row with that reference. If not, all rows with it are deleted on the target. */
  private Step byValue() throws SQLException {
    List<ColumnPair> columns = key.columns().stream().map(child::column).toList();
    RowKey reference = new RowKey(columns, false);
    List<List<String>> values = read(
        target,
        "SELECT DISTINCT " + reference.identities(Side.target) + " FROM " + child.sql() + " WHERE " + orphan(),
        columns.size());
    if (values.isEmpty()) {
      return new Step(none(), List.of());
    }
    Set<List<String>> onSource = existing(source, Side.source, reference, values);
    List<List<String>> gone = values.stream().filter(value -> !onSource.contains(value)).toList();
    long deleted = 0;
    long nulled = 0;
    if (!gone.isEmpty() && key.onDelete().equals("CASCADE") && !key.onUpdate().equals("CASCADE")) {
      deleted = execute("DELETE FROM " + child.sql() + " WHERE " + exactly(reference, gone));
    } else if (!gone.isEmpty() && key.onDelete().equals("SET NULL") && !key.onUpdate().equals("CASCADE")) {
      Stream<String> nulls = columns.stream().map(column -> column.sql() + " = NULL");
      // a cascade does not change ON UPDATE CURRENT_TIMESTAMP columns, an UPDATE would
      Stream<String> untouched =
          child.columns().stream().filter(column -> column.source().onUpdateNow()).map(column -> column.sql() + " = " + column.sql());
      String assignments = Stream.concat(nulls, untouched).collect(Collectors.joining(", "));
      nulled = execute("UPDATE " + child.sql() + " SET " + assignments + " WHERE " + exactly(reference, gone));
    }
    int settled = deleted + nulled > 0 ? gone.size() : 0;
    return new Step(new Repaired(child.table().id(), key.name(), deleted, nulled, 0, 0, (long) values.size() - settled), List.of());
  }

  /**
   * Copies the whole row from the source. An UPDATE of the reference alone would change ON UPDATE CURRENT_TIMESTAMP columns.
   *
   * @return false if a different row of the target holds a unique value of it: the final verification finds both rows, and the repair after it writes them in the order that they need
   */
  private boolean copyRow(RowKey rowKey, List<String> orphan) throws SQLException {
    List<ColumnPair> columns =
        child.columns().stream().filter(column -> !column.source().generated() && !rowKey.columns().contains(column)).toList();
    List<Optional<String>> values = select(source, Side.source, rowKey, List.of(orphan), columns).get(orphan);
    List<String> assignments = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      assignments.add(columns.get(i).sql() + " = " + values.get(i).map(columns.get(i)::literal).orElse("NULL"));
    }
    String update = "UPDATE " + child.sql() + " SET " + String.join(", ", assignments) + " WHERE " + exactly(rowKey, List.of(orphan));
    return executeUnlessTaken(update).isPresent();
  }

  /** What the statement has changed; empty if a unique value that it writes is on a different row. */
  private OptionalLong executeUnlessTaken(String sql) throws SQLException {
    try {
      return OptionalLong.of(execute(sql));
    } catch (SQLException e) {
      if (e.getErrorCode() == DatabaseErrors.DUPLICATE_ENTRY) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  private long insert(RowKey rowKey, Set<List<String>> keys) throws SQLException {
    List<ColumnPair> columns = child.columns().stream().filter(column -> !column.source().generated()).toList();
    Map<List<String>, List<Optional<String>>> rows = select(source, Side.source, rowKey, keys, columns);
    if (rows.isEmpty()) {
      return 0;
    }
    String insert = "INSERT INTO " + child.sql() + " (" + Sql.names(columns.stream().map(ColumnPair::name).toList()) + ") VALUES ";
    List<String> values = rows.values().stream().map(row -> row(columns, row)).toList();
    OptionalLong all = executeUnlessTaken(insert + String.join(", ", values));
    if (all.isPresent()) {
      return all.getAsLong();
    }
    long inserted = 0;
    for (String row : values) {
      inserted += executeUnlessTaken(insert + row).orElse(0);
    }
    return inserted;
  }

  private static String row(List<ColumnPair> columns, List<Optional<String>> values) {
    List<String> literals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      literals.add(values.get(i).map(columns.get(i)::literal).orElse("NULL"));
    }
    return "(" + String.join(", ", literals) + ")";
  }

  private Map<List<String>, List<Optional<String>>> references(Connection connection, Side side, RowKey rowKey, Collection<List<String>> keys)
      throws SQLException {
    return select(connection, side, rowKey, keys, key.columns().stream().map(child::column).toList());
  }

  private Map<List<String>, List<Optional<String>>> select(
      Connection connection, Side side, RowKey rowKey, Collection<List<String>> keys, List<ColumnPair> columns) throws SQLException {
    String values = columns.stream().map(column -> column.exact(side)).collect(Collectors.joining(", "));
    Map<List<String>, List<Optional<String>>> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(
            "SELECT " + rowKey.identities(side) + ", " + values + " FROM " + child.sql() + " WHERE " + rowKey.in(side, keys))) {
      int keyParts = rowKey.columns().size();
      while (rows.next()) {
        List<String> rowKeyTexts = texts(rows, 1, keyParts).stream().map(Optional::orElseThrow).toList();
        if (keys.contains(rowKeyTexts)) {
          found.put(rowKeyTexts, texts(rows, keyParts + 1, columns.size()));
        }
      }
    }
    return found;
  }

  private Set<List<String>> existing(Connection connection, Side side, RowKey rowKey, Collection<List<String>> keys) throws SQLException {
    return new LinkedHashSet<>(read(
        connection,
        "SELECT DISTINCT " + rowKey.identities(side) + " FROM " + child.sql() + " WHERE " + rowKey.in(side, keys),
        rowKey.columns().size()));
  }

  /** Matches only rows with exactly these keys. A case-insensitive or similar collation would also match other rows, and a DELETE uses this condition. */
  private static String exactly(RowKey rowKey, Collection<List<String>> keys) {
    String lenient = rowKey.in(Side.target, keys);
    boolean text = rowKey.columns().stream().anyMatch(column -> column.source().collation().isPresent());
    if (!text) {
      return lenient;
    }
    return lenient + " AND " + keys.stream().map(rowKey::exactly).collect(Collectors.joining(") OR (", "((", "))"));
  }

  private String orphan() {
    String parent = Sql.name(key.parent().schema(), key.parent().table());
    List<String> joined = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String column = child.sql() + "." + Sql.name(key.columns().get(i));
      joined.add("tideway_parent." + Sql.name(key.parentColumns().get(i)) + " = " + column);
      present.add(column + " IS NOT NULL");
    }
    return String.join(" AND ", present) + " AND NOT EXISTS (SELECT 1 FROM " + parent + " AS tideway_parent WHERE " + String.join(" AND ", joined) + ")";
  }

  /** The next rows in the key's order, or all rows if the server's sort order differs from its comparison of values. */
  private static String page(RowKey rowKey, List<String> after, int size) {
    if (!rowKey.sortable()) {
      return "";
    }
    String above = after.isEmpty() ? "" : " AND (" + rowKey.range(after, List.of()) + ")";
    return above + " ORDER BY " + rowKey.order() + " LIMIT " + size;
  }

  private static List<String> next(RowKey rowKey, List<List<String>> page, int size) {
    return !rowKey.sortable() || page.size() < size ? List.of() : page.getLast();
  }

  private Repaired none() {
    return Repaired.none(child.table().id(), key.name());
  }

  private long execute(String sql) throws SQLException {
    try (Statement statement = target.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static List<List<String>> read(Connection connection, String sql, int columns) throws SQLException {
    List<List<String>> found = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(texts(rows, 1, columns).stream().map(Optional::orElseThrow).toList());
      }
    }
    return found;
  }

  private static List<Optional<String>> texts(ResultSet rows, int first, int count) throws SQLException {
    List<Optional<String>> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(Optional.ofNullable(rows.getString(first + i)));
    }
    return texts;
  }
}
