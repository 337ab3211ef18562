package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.model.rows.RowKey;
import dev.tideway.model.rows.TablePair;
import dev.tideway.verify.DatabasePair.PerSide;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The queries on the rows of one table, on both sides at once. */
interface PairedRows {
  TablePair table();

  /** Digests by bucket of the rows that meet the condition; a row is in the same bucket on both sides. */
  PerSide<Map<Long, Digest>> buckets(RowFilter condition, long buckets);

  /** Key and digest of each row that meets the condition. */
  PerSide<Map<List<String>, Row>> rows(RowFilter condition);

  /** Key and digest of each row in some of the buckets. */
  PerSide<Map<List<String>, Row>> rows(RowFilter condition, long buckets, Collection<Long> wanted);

  /** The rows of these keys, as they are now. Without a key, all rows that meet the condition are searched. */
  PerSide<Map<List<String>, Row>> find(RowFilter condition, Collection<List<String>> keys);

  /** Names of the columns in which the row of each key differs now. Only for tables with a key. */
  Map<List<String>, List<String>> differences(Collection<List<String>> keys);

  /**
   * The keys whose rows the target cannot hold as the source has them, because another row of the target holds their values of a unique
   * index. Only for tables with a key; indexes over prefixes and expressions are not checked.
   */
  Set<List<String>> uniqueKeyConflicts(Collection<List<String>> keys);

  /** How many changes of the table DMS could not apply and has recorded on the target; 0 if it has recorded none. */
  long refused();

  /** A condition that holds for the same rows on both sides, even if its SQL is different on each side. */
  @FunctionalInterface
  interface RowFilter {
    /** Holds for every row. */
    RowFilter ALL = side -> RowKey.ALL;

    /** The condition as SQL of that side. */
    String on(Side side);
  }

  /**
   * The rows of one side under one key.
   *
   * @param copies number of rows; more than one only where the key is not unique
   * @param digest sum of the rows' digests
   * @param rounded whether a value of the target equals the source's value only in the digits that its type promises; the digest is then the
   *     source's
   */
  record Row(long copies, BigInteger digest, boolean rounded) {
    boolean same(Row other) {
      return copies == other.copies && digest.equals(other.digest);
    }
  }
}
