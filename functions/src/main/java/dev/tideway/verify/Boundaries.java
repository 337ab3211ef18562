package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a table along its key into chunks of about {@code chunkRows} rows each. The first chunk is open below and the last above, so
 * that stray rows of the target and rows written meanwhile are covered.
 *
 * <p>Where no range holds the same rows on both sides (a text key whose collations order differently, or no key at all), a large table is
 * cut into parts by a hash, each of which is a statement that reads the table once: few and large, so that each stays well within a
 * function's time and reading the table again costs less than the digests.
 *
 * <p>A key is cut by the optimizer's estimates ({@link EstimatedBound}), which reads no rows; where they do not tell, by stepping through
 * the index, {@code chunkRows} entries at a time.
 */
final class Boundaries {
  /** A table of so many chunks or less is stepped through: that costs less than the probes. */
  private static final int FEW = 2;

  /** Chunks' worth of rows in a hashed part: 5,000,000 rows by default, digested in well under a minute. */
  private static final int PART_CHUNKS = 100;

  private static final int MOST_PARTS = 1_000;

  private final int chunkRows;
  private final KeyOrders orders = new KeyOrders();

  Boundaries(int chunkRows) {
    this.chunkRows = chunkRows;
  }

  /** The chunk that begins above that key; its upper bound is open if it is the table's last. */
  Chunk next(Connection source, TablePair table, List<String> lower) throws SQLException {
    Optional<RowKey> key = table.key().filter(RowKey::ranges);
    if (key.isEmpty()) {
      int parts = parts(table.table().rows());
      return parts > 1 ? Chunk.part(table.table().id(), lower, parts) : Chunk.whole(table.table().id());
    }
    Optional<List<String>> estimated = estimable(source, table)
        ? new EstimatedBound(source, table, key.get(), lower, chunkRows, orders).find()
        : Optional.empty();
    return new Chunk(table.table().id(), lower, estimated.isPresent() ? estimated.get() : stepped(source, table, key.get(), lower));
  }

  private boolean estimable(Connection source, TablePair table) throws SQLException {
    // TiDB's estimates come from statistics that may be old or missing
    return table.table().rows() > (long) FEW * chunkRows && !source.getMetaData().getDatabaseProductVersion().contains("TiDB");
  }

  private int parts(long rows) {
    return Math.clamp(rows / ((long) PART_CHUNKS * chunkRows) + 1, 1, MOST_PARTS);
  }

  private List<String> stepped(Connection source, TablePair table, RowKey key, List<String> lower) throws SQLException {
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
