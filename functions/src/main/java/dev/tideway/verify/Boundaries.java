package dev.tideway.verify;

import dev.tideway.catalog.TableId;
import dev.tideway.rows.RowKey;
import dev.tideway.rows.Side;
import dev.tideway.rows.TablePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a table by stepping through the source's key, {@code chunkRows} rows at a time: exact sizes on skewed and gappy keys, for a
 * few milliseconds per chunk. The first chunk is open below and the last above, so that stray rows of the target are covered.
 */
final class Boundaries {
  private final Connection source;
  private final int chunkRows;

  Boundaries(Connection source, int chunkRows) {
    this.source = source;
    this.chunkRows = chunkRows;
  }

  /** The chunk that begins above that key; its upper bound is open if it is the table's last. */
  Chunk next(TablePair table, List<String> lower) throws SQLException {
    TableId id = table.table().id();
    Optional<RowKey> key = table.key().filter(RowKey::ranges);
    if (key.isEmpty()) {
      return Chunk.whole(id);
    }
    return new Chunk(id, lower, upper(table, key.get(), lower));
  }

  private List<String> upper(TablePair table, RowKey key, List<String> lower) throws SQLException {
    String sql = "SELECT " + key.identities(Side.source) + " FROM " + table.sql() + " WHERE " + key.range(lower, List.of())
        + " ORDER BY " + key.order() + " LIMIT 1 OFFSET " + (chunkRows - 1);
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        return List.of();
      }
      List<String> upper = new ArrayList<>();
      for (int i = 1; i <= key.columns().size(); i++) {
        upper.add(rows.getString(i));
      }
      return List.copyOf(upper);
    }
  }
}
