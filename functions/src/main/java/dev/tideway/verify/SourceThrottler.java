package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Keeps what verification costs the source within bounds. A short probe, twice a second at most, reads how many sessions of others
 * are running, how much is written and how long the answer takes. Above a limit nothing is asked until the source has calmed down.
 * Well below it the source has others to serve: then one chunk at a time, and after each a rest, so that the source works for Tideway
 * only in its share of the time. Before that is known, one chunk at a time too.
 *
 * <p>Sessions are counted at single moments, at most of which an application of short statements is not running. Tideway itself writes
 * nothing on the source, so that the server's counters of statements that write tell of others only, and miss none.
 *
 * <p>One for all lanes of a process; functions that work at the same time divide the share. Others are told from Tideway by their
 * account.
 */
public final class SourceThrottler {
  private static final long PROBE_NANOS = Duration.ofMillis(500).toNanos();

  /** Until the second probe it is not known how much is written. */
  private static final long SECOND_PROBE_NANOS = Duration.ofMillis(50).toNanos();

  private static final Duration PAUSE = Duration.ofMillis(250);

  /** How much of what was seen before still counts: one probe that met a stranger by chance is no load. */
  private static final double SMOOTHING = 0.75;

  private static final Duration RESERVE = Duration.ofMinutes(2);

  /** One session of short statements is seen running in some of the probes only. */
  private static final double BUSY = 0.3;

  /** Statements a second that write: below, a server has next to nothing to do. */
  private static final double BUSY_WRITES = 200;

  private static final String THREADS_RUNNING = "Threads_running";

  private static final String LOAD = "SHOW GLOBAL STATUS WHERE Variable_name IN ('" + THREADS_RUNNING + "', 'Com_insert', 'Com_insert_select', "
      + "'Com_update', 'Com_update_multi', 'Com_delete', 'Com_delete_multi', 'Com_replace', 'Com_replace_select', 'Com_load')";

  /**
   * Running sessions of Tideway's account, with the one that asks: this function's, those of the functions beside it, and the binlog
   * dump of AWS DMS. Seeing one's own sessions needs no right.
   */
  private static final String OWN =
      "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = SUBSTRING_INDEX(USER(), '@', 1) AND COMMAND <> 'Sleep'";

  private static final int UNKNOWN = -1;

  private final Limits limits;
  private final Deadline deadline;
  private final Semaphore gentle = new Semaphore(1);
  private final ThreadLocal<Turn> turn = ThreadLocal.withInitial(Turn::new);
  private final Object probing = new Object();
  private volatile long probedAt = System.nanoTime();
  private volatile long interval;
  private volatile double others;
  private volatile double writes;
  private volatile long written = UNKNOWN;
  private volatile boolean known;
  private volatile int daemons = UNKNOWN;
  private volatile boolean above;

  public SourceThrottler(Limits limits, Deadline deadline) {
    this.limits = limits;
    this.deadline = deadline;
  }

  /**
   * The limits of a request.
   *
   * @param threadsRunning sessions of others running at once (Threads_running without Tideway's own) above which nothing is asked
   * @param probe answer time of a probe above which nothing is asked
   * @param share of the source's time that is used while others are running, above 0 and up to 1
   */
  public record Limits(int threadsRunning, Duration probe, double share) {
    /** The request's limits for one of so many functions that ask at the same time. */
    public static Limits of(Migration.SourceLimits limits, int functions) {
      return new Limits(limits.threadsRunning(), Duration.ofMillis(limits.probeMillis()), limits.sharePercent() / 100.0 / Math.max(1, functions));
    }

    /** Nothing is spared: for databases that nobody uses. */
    static final Limits NONE = new Limits(Integer.MAX_VALUE, Duration.ofDays(1), 1);
  }

  /** What a server has to do: its sessions at work now, and the statements that write since its start. */
  private record Load(int running, long written) {}

  private static final class Turn {
    boolean alone;
    long worked;
  }

  /** Looks at the load while there is nothing to ask yet, so that it is known when there is. */
  public void look(DatabasePair sides) {
    if (limited()) {
      probe(sides);
    }
  }

  /** Returns when the source may be asked. */
  void before(DatabasePair sides) {
    if (!limited()) {
      return;
    }
    probe(sides);
    while (above && !deadline.near()) {
      RecheckPolicy.sleep(PAUSE);
      probe(sides);
    }
    Turn mine = turn.get();
    mine.worked = 0;
    mine.alone = spares() || !known;
    if (mine.alone) {
      gentle.acquireUninterruptibly();
      probe(sides);
      if (known && !spares()) {
        mine.alone = false;
        gentle.release();
      }
    }
  }

  /** Takes note of how long the source worked. */
  void worked(long nanos) {
    turn.get().worked = nanos;
  }

  /** Ends what {@link #before} began, after a rest if the source has others to serve. */
  void after() {
    Turn mine = turn.get();
    if (mine.alone) {
      mine.alone = false;
      try {
        if (spares()) {
          RecheckPolicy.sleep(rest(mine.worked));
        }
      } finally {
        gentle.release();
      }
    }
  }

  /** Not so long that the function's time is over before its next question. */
  private Duration rest(long worked) {
    Duration rest = Duration.ofNanos((long) (worked * (1 / limits.share() - 1)));
    Duration most = deadline.left().minus(RESERVE);
    return most.isNegative() ? Duration.ZERO : most.compareTo(rest) < 0 ? most : rest;
  }

  /** Whether others than Tideway keep the source busy, so that only a share of its time is used. */
  boolean spares() {
    return (others >= BUSY || writes >= BUSY_WRITES) && limits.share() < 1;
  }

  private boolean limited() {
    return limits.share() < 1 || limits.threadsRunning() < Integer.MAX_VALUE;
  }

  private boolean recent() {
    return System.nanoTime() - probedAt < interval;
  }

  private void probe(DatabasePair sides) {
    if (recent()) {
      return;
    }
    synchronized (probing) {
      if (recent()) {
        return;
      }
      if (daemons == UNKNOWN) {
        daemons = sides.ask(Side.source, "looking for the event scheduler", side -> daemons(sides, side));
      }
      long start = System.nanoTime();
      Load load = sides.ask(Side.source, "measuring the load", side -> load(sides, side));
      long answered = System.nanoTime();
      int own = sides.ask(Side.source, "counting its own sessions", side -> own(sides, side));
      double now = Math.max(0, load.running() - own - daemons);
      others = others * SMOOTHING + now * (1 - SMOOTHING);
      above = now > limits.threadsRunning() || answered - start > limits.probe().toNanos();
      known = written != UNKNOWN;
      // a server that was restarted counts from zero again
      writes = known ? Math.max(0, load.written() - written) * 1e9 / (answered - probedAt) : 0;
      written = load.written();
      interval = known ? PROBE_NANOS : SECOND_PROBE_NANOS;
      probedAt = answered;
    }
  }

  /** MySQL 8 counts its event scheduler, on by default, as a running thread however idle the server is. */
  private static int daemons(DatabasePair sides, Side side) throws SQLException {
    int[] running = {0};
    sides.few(side, "SHOW GLOBAL VARIABLES LIKE 'event_scheduler'", row -> running[0] = row.getString(2).equalsIgnoreCase("ON") ? 1 : 0);
    return running[0];
  }

  private static int own(DatabasePair sides, Side side) throws SQLException {
    int[] own = {0};
    sides.few(side, OWN, row -> own[0] = row.getInt(1));
    return own[0];
  }

  private static Load load(DatabasePair sides, Side side) throws SQLException {
    int[] running = {0};
    long[] written = {0};
    sides.few(side, LOAD, row -> {
      if (row.getString(1).equalsIgnoreCase(THREADS_RUNNING)) {
        running[0] = row.getInt(2);
      } else {
        written[0] += row.getLong(2);
      }
    });
    return new Load(running[0], written[0]);
  }
}
