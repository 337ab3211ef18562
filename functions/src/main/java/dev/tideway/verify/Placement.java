package dev.tideway.verify;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where the target works a digest out. TiDB hands SUBSTRING down to the store with the rest of the statement, LEFT it keeps to itself
 * (TiDB documentation, "List of Expressions Pushed Down to TiKV"), and both say the same. A store of many nodes is quicker, a server
 * whose store shares its cores is not: the first chunks are tried in turn, the others go where rows took less time.
 */
final class Placement {
  private static final int TRIALS = 2;

  /** A chunk of fewer rows tells of the network and not of the work. */
  private static final long FEWEST_ROWS = 1_000;

  private final Map<Place, Tried> tried = new EnumMap<>(Map.of(Place.store, Tried.NOTHING, Place.server, Tried.NOTHING));
  private int turn;

  /** The two places. */
  enum Place {
    /** The storage nodes, each for its part of the chunk. */
    store("SUBSTRING(CAST(%s AS BINARY),1,16)"),
    /** The node that was asked, which reads the rows from the store. */
    server("LEFT(CAST(%s AS BINARY),16)");

    private final String firstHalf;

    Place(String firstHalf) {
      this.firstHalf = firstHalf;
    }

    /** The first 16 of the digits of an MD5. */
    String firstHalf(String md5) {
      return firstHalf.formatted(md5);
    }
  }

  private record Tried(int chunks, long rows, long nanos) {
    static final Tried NOTHING = new Tried(0, 0, 0);

    Tried plus(long more, long time) {
      return new Tried(chunks + 1, rows + more, nanos + time);
    }

    double each() {
      return (double) nanos / rows;
    }
  }

  /** Where the next chunk's digest is to be worked out. */
  synchronized Place next() {
    Tried store = tried.get(Place.store);
    Tried server = tried.get(Place.server);
    if (Math.min(store.chunks(), server.chunks()) < TRIALS) {
      return Place.values()[turn++ % 2];
    }
    return server.each() < store.each() ? Place.server : Place.store;
  }

  /** Takes note of the time that a chunk took. */
  synchronized void took(Place place, long rows, long nanos) {
    if (rows >= FEWEST_ROWS) {
      tried.computeIfPresent(place, (at, before) -> before.plus(rows, nanos));
    }
  }
}
