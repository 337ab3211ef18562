package dev.tideway.verify;

import dev.tideway.model.rows.ColumnPair;
import dev.tideway.model.rows.FloatingPoint;
import dev.tideway.verify.DatabasePair.PerSide;
import dev.tideway.verify.PairedRows.Row;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds rows whose digests differ although their values are the same. A FLOAT or a DOUBLE with decimals is compared value by value
 * ({@link FloatingPoint#agrees}). The target's row then gets the digest of the source's row, and it is marked as rounded.
 */
final class Approximation {
  private final List<FloatingPoint> columns;
  private final boolean keyed;

  /**
   * For one table.
   *
   * @param keyed whether the table has a key; the rows of a table without a key are identified by their digests
   */
  Approximation(List<ColumnPair> columns, boolean keyed) {
    this.columns = columns.stream().flatMap(column -> column.floatingPoint().stream()).toList();
    this.keyed = keyed;
  }

  /**
   * A row as it was read.
   *
   * @param digest sum of the digests of all columns
   * @param certain sum of the digests of the columns that are compared by digest
   * @param values values of the remaining columns, NaN for NULL; of several rows under one key the values of the first
   */
  record Read(long copies, BigInteger digest, BigInteger certain, List<Double> values) {
    Read plus(Read other) {
      return new Read(copies + other.copies, digest.add(other.digest), certain.add(other.certain), values);
    }
  }

  /**
   * The rows to compare, by key; without a key by the row's digest.
   *
   * @param read by key; without a key by the row's digest and by the digest of its certain columns
   */
  PerSide<Map<List<String>, Row>> settle(PerSide<Map<List<String>, Read>> read) {
    Map<List<String>, Row> source = new HashMap<>();
    read.source().forEach((key, row) -> source.put(key, exact(row)));
    Map<List<String>, Row> target = columns.isEmpty() ? exact(read.target()) : keyed ? byKey(read) : byDigest(read.source(), read.target());
    return keyed ? new PerSide<>(source, target) : new PerSide<>(digestsOnly(source), digestsOnly(target));
  }

  private static Map<List<String>, Row> digestsOnly(Map<List<String>, Row> rows) {
    Map<List<String>, Row> shorter = new HashMap<>();
    rows.forEach((key, row) -> shorter.put(List.of(key.getFirst()), row));
    return shorter;
  }

  private static Map<List<String>, Row> exact(Map<List<String>, Read> rows) {
    Map<List<String>, Row> exact = new HashMap<>();
    rows.forEach((key, row) -> exact.put(key, exact(row)));
    return exact;
  }

  private static Row exact(Read row) {
    return new Row(row.copies(), row.digest(), false);
  }

  private Map<List<String>, Row> byKey(PerSide<Map<List<String>, Read>> read) {
    Map<List<String>, Row> target = new HashMap<>();
    read.target().forEach((key, there) -> {
      Read here = read.source().get(key);
      boolean rounded = here != null && here.copies() == 1 && there.copies() == 1 && !here.digest().equals(there.digest()) && agree(here, there);
      target.put(key, rounded ? new Row(1, here.digest(), true) : exact(there));
    });
    return target;
  }

  /** Matches rows that only the target has with rows that only the source has, as long as they agree. */
  private Map<List<String>, Row> byDigest(Map<List<String>, Read> source, Map<List<String>, Read> target) {
    Map<List<String>, Long> copies = new HashMap<>();
    Map<BigInteger, List<List<String>>> more = new HashMap<>();
    target.forEach((key, row) -> {
      copies.put(key, row.copies());
      if (row.copies() > copies(source, key)) {
        more.computeIfAbsent(one(row), any -> new ArrayList<>()).add(key);
      }
    });
    Set<List<String>> rounded = new HashSet<>();
    source.forEach((key, row) -> {
      for (List<String> other : more.getOrDefault(one(row), List.of())) {
        long matched = Math.min(row.copies() - copies.getOrDefault(key, 0L), copies.get(other) - copies(source, other));
        if (matched > 0 && agree(row, target.get(other))) {
          copies.merge(other, -matched, Long::sum);
          copies.merge(key, matched, Long::sum);
          rounded.add(key);
        }
      }
    });
    Map<List<String>, Row> rows = new HashMap<>();
    copies.forEach((key, number) -> {
      if (number > 0) {
        rows.put(key, new Row(number, new BigInteger(key.getFirst(), 16).multiply(BigInteger.valueOf(number)), rounded.contains(key)));
      }
    });
    return rows;
  }

  private static BigInteger one(Read row) {
    return row.certain().divide(BigInteger.valueOf(row.copies()));
  }

  private static long copies(Map<List<String>, Read> rows, List<String> key) {
    return rows.containsKey(key) ? rows.get(key).copies() : 0;
  }

  private boolean agree(Read source, Read target) {
    if (!one(source).equals(one(target))) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).agrees(source.values().get(i), target.values().get(i))) {
        return false;
      }
    }
    return true;
  }
}
