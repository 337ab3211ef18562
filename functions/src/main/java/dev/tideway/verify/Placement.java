package dev.tideway.verify;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the target works a digest out. TiDB hands an aggregate down to the store with all that is in it, if the store knows every function
 * (TiDB documentation, "List of Expressions Pushed Down to TiKV"); out of a derived table with a limit it takes it itself. A store of
 * many nodes is quicker, a server whose store shares its cores is not: the first chunks are tried in turn, the others go where rows took
 * less time.
 */
final class Placement {
  private static final int TRIALS = 2;

  /** A chunk of fewer rows tells of the network and not of the work. */
  private static final long FEWEST_ROWS = 1_000;

  private final Map<Place, Tried> tried = new EnumMap<>(Map.of(Place.store, Tried.NOTHING, Place.server, Tried.NOTHING));

  /** The two places. */
  enum Place {
    /** The storage nodes, each for its part of the chunk. */
    store {
      @Override
      String statement(String md5, String from, UnaryOperator<String> number) {
        return "SELECT COUNT(*), SUM(" + number.apply("SUBSTRING(CAST(" + md5 + " AS BINARY),1,16)") + ")" + from;
      }
    },
    /**
     * The node that was asked, which reads the rows from the store. It works expressions out for many rows at a time, but not one that
     * holds CONV; so CONV is kept apart from the row's text.
     */
    server {
      @Override
      String statement(String md5, String from, UnaryOperator<String> number) {
        return "SELECT COUNT(*), SUM(" + number.apply("h") + ") FROM (SELECT " + FIRST_HALF.formatted(md5) + " h" + from + UNMERGED + ") q";
      }
    };

    /** The first 16 of the digits of an MD5. */
    static final String FIRST_HALF = "LEFT(CAST(%s AS BINARY),16)";

    /** Without it optimizers merge a derived table into the statement around it. */
    static final String UNMERGED = " LIMIT 18446744073709551615";

    /**
     * The number of rows and the sum of their digests.
     *
     * @param number makes SQL of a number out of SQL of 16 hexadecimal digits
     */
    abstract String statement(String md5, String from, UnaryOperator<String> number);
  }

  /** What is known of a place: how many chunks have been sent there, and the rows and the time of those that have come back. */
  private record Tried(int sent, long rows, long nanos) {
    static final Tried NOTHING = new Tried(0, 0, 0);

    Tried another() {
      return new Tried(sent + 1, rows, nanos);
    }

    Tried plus(long more, long time) {
      return new Tried(sent, rows + more, nanos + time);
    }

    /** Not a small chunk: those are no trial. */
    Tried withdrawn() {
      return new Tried(sent - 1, rows, nanos);
    }

    double each() {
      return rows == 0 ? Double.MAX_VALUE : (double) nanos / rows;
    }
  }

  /** Where the next chunk's digest is to be worked out. */
  synchronized Place next() {
    Tried store = tried.get(Place.store);
    Tried server = tried.get(Place.server);
    Place place;
    if (Math.min(store.sent(), server.sent()) < TRIALS) {
      place = store.sent() <= server.sent() ? Place.store : Place.server;
    } else {
      place = server.each() <= store.each() ? Place.server : Place.store;
    }
    tried.computeIfPresent(place, (at, before) -> before.another());
    return place;
  }

  /** Takes note of the time that a chunk took. */
  synchronized void took(Place place, long rows, long nanos) {
    tried.computeIfPresent(place, (at, before) -> rows >= FEWEST_ROWS ? before.plus(rows, nanos) : before.withdrawn());
  }
}
