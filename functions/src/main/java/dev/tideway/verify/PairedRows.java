package dev.tideway.verify;

import dev.tideway.rows.TablePair;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What can be asked about the rows of one table, of both sides at once. */
interface PairedRows {
  TablePair table();

  /** Digests by bucket of the rows that meet the condition; a row is in the same bucket on both sides. */
  Both<Map<Long, Digest>> buckets(Where condition, long buckets);

  /** Key and digest of each row that meets the condition. */
  Both<Map<List<String>, Row>> rows(Where condition);

  /** The same of some of the buckets only. */
  Both<Map<List<String>, Row>> rows(Where condition, long buckets, Collection<Long> wanted);

  /** The rows of these keys, as they are now. Without a key they are looked for among those that meet the condition. */
  Both<Map<List<String>, Row>> find(Where condition, Collection<List<String>> keys);

  /** Names of the columns in which the row of each key differs now. Only for tables with a key. */
  Map<List<String>, List<String>> differences(Collection<List<String>> keys);
}
