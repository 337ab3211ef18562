package dev.tideway.schema;

import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.model.Table;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows that a foreign key's cascade deleted on the source during the load. The binlog does not contain these deletions, so the target still has the rows. If
 * the application has given their unique values to other rows, the unique index can never be built. Of the rows that share a value, this class deletes those
 * whose key the source no longer has. If such a row is inserted again, replication brings it.
 */
public final class CascadeLeftovers {
  private static final int BATCH = 200;

  private final Inventory inventory;
  private final Connection source;
  private final Connection target;
  private final Duration limit;

  /** Each search on the target may take that long: without the index, TiDB reads the whole table. */
  public CascadeLeftovers(Inventory inventory, Connection source, Connection target, Duration limit) {
    this.inventory = inventory;
    this.source = source;
    this.target = target;
    this.limit = limit;
  }

  /** Whether a cascade deletes rows of the table, and the table has a key that distinguishes rows. */
  public static boolean possible(Table table) {
    return table.foreignKeys().stream().anyMatch(key -> key.onDelete().equals("CASCADE"));
  }

  /** Deletes the rows that prevent building these indexes of the table. Returns the number of deleted rows. */
  public int delete(Table table, List<String> indexes) throws SQLException {
    TablePair pair = TablePair.read(inventory.source(), table, target);
    if (pair.key().isEmpty()) {
      return 0;
    }
    RowKey key = pair.key().get();
    int deleted = 0;
    for (Index index : table.indexes().stream().filter(i -> indexes.contains(i.name())).toList()) {
      List<List<String>> sharing = keys(target, sharing(pair, key, index), key);
      for (int i = 0; i < sharing.size(); i += BATCH) {
        deleted += deleteLost(pair, key, sharing.subList(i, Math.min(sharing.size(), i + BATCH)));
      }
    }
    return deleted;
  }

  private String sharing(TablePair pair, RowKey key, Index index) {
    List<String> parts = index.parts().stream().map(DuplicateKeys::part).toList();
    String values = String.join(", ", parts);
    String present = parts.stream().map(part -> part + " IS NOT NULL").collect(Collectors.joining(" AND "));
    return "SELECT /*+ MAX_EXECUTION_TIME(" + Math.max(1, limit.toMillis()) + ") */ " + key.identities(Side.target) + " FROM " + pair.sql()
        + " WHERE (" + values + ") IN (SELECT " + values + " FROM " + pair.sql() + " WHERE " + present + " GROUP BY " + values
        + " HAVING COUNT(*) > 1)";
  }

  private int deleteLost(TablePair pair, RowKey key, List<List<String>> keys) throws SQLException {
    Set<List<String>> lost = new HashSet<>(keys);
    keys(source, "SELECT " + key.identities(Side.source) + " FROM " + pair.sql() + " WHERE " + key.in(Side.source, keys), key).forEach(lost::remove);
    if (lost.isEmpty()) {
      return 0;
    }
    try (Statement statement = target.createStatement()) {
      return statement.executeUpdate(
          "DELETE FROM " + pair.sql() + " WHERE " + lost.stream().map(key::exactly).collect(Collectors.joining(") OR (", "(", ")")));
    }
  }

  private static List<List<String>> keys(Connection connection, String sql, RowKey key) throws SQLException {
    List<List<String>> keys = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= key.columns().size(); i++) {
          texts.add(rows.getString(i));
        }
        keys.add(List.copyOf(texts));
      }
    }
    return keys;
  }
}
