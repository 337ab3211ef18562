package dev.tideway.verify;

import dev.tideway.rows.ColumnPair;
import dev.tideway.rows.RowKey;
import dev.tideway.rows.Side;
import dev.tideway.rows.TablePair;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
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
 * <p>A key that begins with an integer is cut by asking the optimizer how many rows a range holds, which costs two index probes and
 * reads no rows; the bound is moved until the estimate fits, however skewed or gappy the key is. Other keys, and values of a first
 * column that a chunk cannot hold, are cut by stepping through the index, {@code chunkRows} entries at a time.
 */
final class Boundaries {
  /** Estimates are good to a factor of two; a chunk is accepted when it seems to be this close. */
  private static final double LEAST = 0.75;
  private static final double MOST = 1.25;

  /** A table of so many chunks or less is stepped through: that costs less than the probes. */
  private static final int FEW = 2;

  private static final int TRIES = 80;

  /** Chunks' worth of rows in a hashed part: 5,000,000 rows by default, digested in well under a minute. */
  private static final int PART_CHUNKS = 100;

  private static final int MOST_PARTS = 1_000;

  private final Connection source;
  private final int chunkRows;
  private final boolean estimates;

  Boundaries(Connection source, int chunkRows) throws SQLException {
    this.source = source;
    this.chunkRows = chunkRows;
    // TiDB's estimates come from statistics that may be old or missing
    this.estimates = !source.getMetaData().getDatabaseProductVersion().contains("TiDB");
  }

  /** The chunk that begins above that key; its upper bound is open if it is the table's last. */
  Chunk next(TablePair table, List<String> lower) throws SQLException {
    Optional<RowKey> key = table.key().filter(RowKey::ranges);
    if (key.isEmpty()) {
      int parts = parts(table.table().rows());
      return parts > 1 ? Chunk.part(table.table().id(), lower, parts) : Chunk.whole(table.table().id());
    }
    return new Chunk(table.table().id(), lower, upper(table, key.get(), lower));
  }

  private int parts(long rows) {
    return Math.clamp(rows / ((long) PART_CHUNKS * chunkRows) + 1, 1, MOST_PARTS);
  }

  private List<String> upper(TablePair table, RowKey key, List<String> lower) throws SQLException {
    boolean integer = key.columns().getFirst().kind() == ColumnPair.Kind.integer;
    if (!estimates || !integer || table.table().rows() <= (long) FEW * chunkRows || lower.size() > 1) {
      return stepped(table, key, lower);
    }
    Optional<BigInteger> last = edge(table, key, "MAX");
    if (last.isEmpty()) {
      return List.of();
    }
    Optional<BigInteger> first = lower.isEmpty() ? edge(table, key, "MIN").map(lowest -> lowest.subtract(BigInteger.ONE)) : Optional.of(new BigInteger(lower.getFirst()));
    return first.isEmpty() || first.get().compareTo(last.get()) >= 0 ? List.of() : estimated(table, key, lower, first.get(), last.get());
  }

  /** Moves the upper bound between {@code from} and {@code last} until the estimate fits. */
  private List<String> estimated(TablePair table, RowKey key, List<String> lower, BigInteger from, BigInteger last) throws SQLException {
    double all = rows(table, key, lower, from, last);
    if (all <= MOST * chunkRows) {
      return List.of();
    }
    BigInteger low = from;
    double lowRows = 0;
    BigInteger high = last;
    double highRows = all;
    for (int i = 0; i < TRIES && high.subtract(low).compareTo(BigInteger.ONE) > 0; i++) {
      BigInteger middle = between(low, high, i % 3 == 2 ? 0.5 : (chunkRows - lowRows) / Math.max(1, highRows - lowRows));
      double rows = rows(table, key, lower, from, middle);
      if (rows >= LEAST * chunkRows && rows <= MOST * chunkRows) {
        return List.of(middle.toString());
      }
      if (rows < chunkRows) {
        low = middle;
        lowRows = rows;
      } else {
        high = middle;
        highRows = rows;
      }
    }
    // no value is left between: one value alone may be more than a chunk
    if (key.columns().size() > 1 && highRows > 2 * MOST * chunkRows) {
      return lowRows > 0 && low.compareTo(from) > 0 ? List.of(low.toString()) : stepped(table, key, lower);
    }
    return List.of(high.toString());
  }

  private static BigInteger between(BigInteger low, BigInteger high, double share) {
    BigInteger width = high.subtract(low);
    BigInteger offset = new BigDecimal(width).multiply(BigDecimal.valueOf(Math.clamp(share, 0.000001, 0.999999))).setScale(0, RoundingMode.HALF_UP).toBigInteger();
    return low.add(offset.max(BigInteger.ONE).min(width.subtract(BigInteger.ONE)));
  }

  /** How many rows the optimizer expects; for a range of an index InnoDB looks at the index's pages (records_in_range). */
  private double rows(TablePair table, RowKey key, List<String> lower, BigInteger from, BigInteger to) throws SQLException {
    List<String> above = lower.isEmpty() ? List.of(from.toString()) : lower;
    String sql = "EXPLAIN SELECT " + key.columns().getFirst().sql() + " FROM " + table.sql() + " WHERE " + key.range(above, List.of(to.toString()));
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      int column = column(rows.getMetaData());
      return rows.next() ? rows.getDouble(column) : 0;
    }
  }

  private static int column(ResultSetMetaData meta) throws SQLException {
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      if (meta.getColumnLabel(i).equalsIgnoreCase("rows")) {
        return i;
      }
    }
    throw new SQLException("EXPLAIN names no rows");
  }

  private Optional<BigInteger> edge(TablePair table, RowKey key, String function) throws SQLException {
    String sql = "SELECT " + function + "(" + key.columns().getFirst().sql() + ") FROM " + table.sql();
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)).map(text -> new BigDecimal(text).toBigInteger()) : Optional.empty();
    }
  }

  private List<String> stepped(TablePair table, RowKey key, List<String> lower) throws SQLException {
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
