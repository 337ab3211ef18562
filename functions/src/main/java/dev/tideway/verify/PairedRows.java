package dev.tideway.verify;

import dev.tideway.model.rows.TablePair;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be asked about the rows of one table, of both sides at once. */
interface PairedRows {
  TablePair table();

  /** Digests by bucket of the rows that meet the condition; a row is in the same bucket on both sides. */
  PerSide<Map<Long, Digest>> buckets(RowFilter condition, long buckets);

  /** Key and digest of each row that meets the condition. */
  PerSide<Map<List<String>, Row>> rows(RowFilter condition);

  /** The same of some of the buckets only. */
  PerSide<Map<List<String>, Row>> rows(RowFilter condition, long buckets, Collection<Long> wanted);

  /** The rows of these keys, as they are now. Without a key they are looked for among those that meet the condition. */
  PerSide<Map<List<String>, Row>> find(RowFilter condition, Collection<List<String>> keys);

  /** Names of the columns in which the row of each key differs now. Only for tables with a key. */
  Map<List<String>, List<String>> differences(Collection<List<String>> keys);

  /**
   * Those of the keys whose rows the target cannot hold as the source has them, since another of its rows holds their values of a unique
   * index. Only for tables with a key; indexes over prefixes and expressions are not looked at.
   */
  Set<List<String>> blocked(Collection<List<String>> keys);

  /** How many changes of the table DMS could not apply and has noted on the target; 0 where it has noted nothing. */
  long refused();
}
