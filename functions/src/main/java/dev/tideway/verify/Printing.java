package dev.tideway.verify;

import dev.tideway.catalog.TableId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which tables' JSON both servers print alike, as far as experience goes. Where they do, the digest of the printed text is the
 * quickest comparison; where they do not, it is a waste. A wrong guess costs time, never a result.
 */
final class Printing {
  private final Map<TableId, Integer> alike = new ConcurrentHashMap<>();

  /** Whether the digest of the printed text is worth asking for. */
  boolean alike(TableReader reader) {
    if (!reader.documents()) {
      return true;
    }
    TableId table = reader.table().table().id();
    if (!alike.containsKey(table)) {
      alike.putIfAbsent(table, reader.printsAlike() ? 1 : -1);
    }
    return alike.get(table) >= 0;
  }

  /** Takes note of what a chunk whose documents are equal looked like in print. */
  void seen(TableReader reader, boolean printedAlike) {
    alike.merge(reader.table().table().id(), printedAlike ? 1 : -1, Integer::sum);
  }
}
