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
 * Cuts a table along its key into chunks of about {@code chunkRows} rows each. The first chunk has no lower bound and the last has no upper
 * bound. So the chunks also cover extra rows of the target and rows that are written during planning.
 *
 * <p>Where no range holds the same rows on both sides (a text key whose collations order differently, or no key at all), a large table is
 * cut into parts by a hash. Each part is a statement that reads the whole table once. The parts are few and large: each takes much less
 * than a function's time, and reading the table again costs less than the digests.
 *
 * <p>A key is cut by the optimizer's estimates ({@link EstimatedBound}), which reads no rows. Where the estimates give no bound, the index
 * is read {@code chunkRows} entries at a time.
 */
final class Boundaries {
  /** For a table of this many chunks or fewer, the index is read: that costs less than the optimizer's estimates. */
  private static final int FEW = 2;

  /** Rows of a hashed part, in chunks: 5,000,000 rows by default, digested in well under a minute. */
  private static final int PART_CHUNKS = 100;

  private static final int MOST_PARTS = 1_000;

  private final int chunkRows;
  private final KeyOrder.Reader orders = new KeyOrder.Reader();

  Boundaries(int chunkRows) {
    this.chunkRows = chunkRows;
  }

  /** The chunk that begins above that key; its upper bound is open if it is the table's last chunk. */
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
