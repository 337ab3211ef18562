package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the key up to which about the wanted number of rows follow another key. It queries the optimizer for the number of rows of a range.
 * For that, InnoDB reads two places of the index (records_in_range) and no rows. The bound is moved until the estimate fits, however uneven
 * the distribution of the key is. The bound uses the key's first column. It uses the next column only where one value of the first column
 * has more rows than wanted.
 */
final class EstimatedBound {
  /** Estimates are right within a factor of two; a bound is accepted when its estimate is this close. */
  private static final double LEAST = 0.75;
  private static final double MOST = 1.25;

  /** The minimum size of a separate chunk. */
  private static final double SMALLEST = 0.1;

  /** Every second attempt halves the remaining range, so that the attempts cross the widest gap between two integers. */
  private static final int TRIES = 130;

  /** A bound has this precision within its possible range, so that it is a short text. */
  private static final int PRECISION_BITS = 12;

  private final Connection source;
  private final TablePair table;
  private final RowKey key;
  private final List<String> lower;
  private final int wanted;
  private final KeyOrder.Reader orders;

  EstimatedBound(Connection source, TablePair table, RowKey key, List<String> lower, int wanted, KeyOrder.Reader orders) {
    this.source = source;
    this.table = table;
    this.key = key;
    this.lower = lower;
    this.wanted = wanted;
    this.orders = orders;
  }

  /** The bound; an empty list if no more rows are left than wanted; empty if the estimates give no bound. */
  Optional<List<String>> find() throws SQLException {
    return within(List.of());
  }

  /** Searches the rows whose key begins with this prefix. */
  private Optional<List<String>> within(List<String> prefix) throws SQLException {
    int level = prefix.size();
    boolean begun = lower.size() > level && lower.subList(0, level).equals(prefix);
    double begunRows = 0;
    if (begun && lower.size() > level + 1) {
      List<String> value = with(prefix, lower.get(level));
      begunRows = rows(value);
      if (begunRows > MOST * wanted) {
        return within(value);
      }
    }
    Optional<String> first = begun ? Optional.of(lower.get(level)) : edge(prefix, "", "");
    Optional<String> last = edge(prefix, "", " DESC");
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.of(prefix);
    }
    double all = rows(with(prefix, last.get()));
    if (all <= MOST * wanted) {
      return Optional.of(prefix);
    }
    Optional<KeyOrder> order = orders.of(key.columns().get(level), first.get(), last.get(), source);
    Optional<BigInteger> from = order.flatMap(of -> of.number(first.get()));
    Optional<BigInteger> to = order.flatMap(of -> of.number(last.get()));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    Place low = begun ? new Place(from.get(), first, begunRows) : new Place(from.get().subtract(BigInteger.ONE), Optional.empty(), 0);
    return between(prefix, order.get(), low, new Place(to.get(), last, all));
  }

  /**
   * A value of the column that is being searched.
   *
   * @param number its number in the column's order
   * @param value the value; empty below the first value
   * @param rows number of rows between the lower bound and this value
   */
  private record Place(BigInteger number, Optional<String> value, double rows) {}

  private Optional<List<String>> between(List<String> prefix, KeyOrder order, Place from, Place to) throws SQLException {
    Place low = from;
    Place high = to;
    for (int i = 0; i < TRIES && high.number().subtract(low.number()).compareTo(BigInteger.ONE) > 0; i++) {
      double share = i % 2 == 1 ? 0.5 : (wanted - low.rows()) / Math.max(1, high.rows() - low.rows());
      BigInteger number = middle(low.number(), high.number(), share);
      String value = order.identity(number);
      Place place = new Place(number, Optional.of(value), rows(with(prefix, value)));
      if (fits(place.rows(), MOST)) {
        return Optional.of(with(prefix, value));
      }
      if (place.rows() < wanted) {
        low = place;
      } else {
        high = place;
      }
    }
    return atFirstAbove(prefix, low);
  }

  /**
   * Where no number is left between, the first value that the table has there may fit. If that value has too many rows, the bound also
   * needs the next column.
   */
  private Optional<List<String>> atFirstAbove(List<String> prefix, Place low) throws SQLException {
    ColumnPair column = key.columns().get(prefix.size());
    Optional<String> next = edge(prefix, low.value().map(value -> " AND " + column.sql() + " > " + column.literal(value)).orElse(""), "");
    if (next.isEmpty()) {
      return Optional.empty();
    }
    List<String> value = with(prefix, next.get());
    double rows = rows(value);
    if (fits(rows, 2 * MOST)) {
      return Optional.of(value);
    }
    if (rows < wanted || value.size() == key.columns().size()) {
      return Optional.empty();
    }
    // a separate chunk for the rows before lets the next chunks begin with that value on both sides, which servers search faster
    return low.rows() >= SMALLEST * wanted && low.value().isPresent() ? Optional.of(with(prefix, low.value().get())) : within(value);
  }

  private boolean fits(double rows, double most) {
    return rows >= LEAST * wanted && rows <= most * wanted;
  }

  private static BigInteger middle(BigInteger low, BigInteger high, double share) {
    BigInteger width = high.subtract(low);
    BigInteger offset = new BigDecimal(width).multiply(BigDecimal.valueOf(Math.clamp(share, 0.000001, 0.999999))).setScale(0, RoundingMode.HALF_UP).toBigInteger();
    BigInteger exact = low.add(offset.max(BigInteger.ONE).min(width.subtract(BigInteger.ONE)));
    int spare = Math.max(0, width.bitLength() - PRECISION_BITS);
    BigInteger rounded = exact.shiftRight(spare).shiftLeft(spare);
    return rounded.compareTo(low) > 0 ? rounded : exact;
  }

  private static List<String> with(List<String> prefix, String value) {
    return Stream.concat(prefix.stream(), Stream.of(value)).toList();
  }

  /** The first or last value of the next column in the rows whose key begins with this prefix. */
  private Optional<String> edge(List<String> prefix, String condition, String direction) throws SQLException {
    ColumnPair column = key.columns().get(prefix.size());
    String sql = "SELECT " + column.identity(Side.source) + " FROM " + table.sql() + " WHERE " + key.begins(prefix) + condition
        + " ORDER BY " + column.sql() + direction + " LIMIT 1";
    try (Statement statement = source.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  /** How many rows the optimizer expects above the lower bound and up to this bound. */
  private double rows(List<String> upper) throws SQLException {
    String sql = "EXPLAIN SELECT " + key.columns().getFirst().sql() + " FROM " + table.sql() + " WHERE " + key.range(lower, upper);
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
}
