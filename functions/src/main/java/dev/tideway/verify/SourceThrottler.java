package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Limits the load that verification puts on the source. A short probe, at most twice a second, reads how many sessions of other accounts
 * are running, how many statements write, and how long the server takes to answer. Above a limit, Tideway sends no queries until the load
 * has fallen. Well below the limit, the source may still serve other sessions. Then Tideway compares one chunk at a time and pauses after
 * each, so that it uses only its share of the source's time. Until the load is known, it also compares one chunk at a time.
 *
 * <p>A probe counts sessions at one moment, and at most moments an application of short statements has no running statement. Tideway itself
 * writes nothing on the source. So the server's counters of writing statements count only other accounts, and count all their statements.
 *
 * <p>All workers of a process share one instance; functions that work at the same time divide the share, also those of different executions.
 * Tideway's own sessions are recognised by their account.
 */
public final class SourceThrottler {
  private static final long PROBE_NANOS = Duration.ofMillis(500).toNanos();

  /** The rate of writes is unknown until the second probe. */
  private static final long SECOND_PROBE_NANOS = Duration.ofMillis(50).toNanos();

  private static final Duration PAUSE = Duration.ofMillis(250);

  /** Weight of earlier probes: one probe that counted a session of another account by chance is no load. */
  private static final double SMOOTHING = 0.75;

  private static final Duration RESERVE = Duration.ofMinutes(2);

  /** A session of short statements is running in only some of the probes. */
  private static final double BUSY = 0.3;

  /** Writing statements in a second: below this rate, a server has almost no load. */
  private static final double BUSY_WRITES = 200;

  private static final String THREADS_RUNNING = "Threads_running";

  private static final String LOAD = "SHOW GLOBAL STATUS WHERE Variable_name IN ('" + THREADS_RUNNING + "', 'Com_insert', 'Com_insert_select', "
      + "'Com_update', 'Com_update_multi', 'Com_delete', 'Com_delete_multi', 'Com_replace', 'Com_replace_select', 'Com_load')";

  /**
   * Running sessions of Tideway's account, including the session of this query: this function's, those of the functions that run at the
   * same time, and the binlog dump of AWS DMS. An account needs no privilege to see its own sessions.
   */
  private static final String OWN =
      "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE USER = SUBSTRING_INDEX(USER(), '@', 1) AND COMMAND <> 'Sleep'";

  private static final int UNKNOWN = -1;

  private final Limits limits;
  private final Deadline deadline;
  private final Semaphore oneAtATime = new Semaphore(1);
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
  private volatile int functions;
  private final ComparingFunctions comparing = new ComparingFunctions();

  public SourceThrottler(Limits limits, Deadline deadline) {
    this.limits = limits;
    this.deadline = deadline;
  }

  /**
   * The limits of a request.
   *
   * @param threadsRunning number of running sessions of other accounts (Threads_running without Tideway's own) above which Tideway sends no
   *     queries
   * @param probe answer time of a probe above which Tideway sends no queries
   * @param share of the source's time that is used while sessions of other accounts are running, above 0 and up to 1
   * @param functions number of functions of this execution that divide the share
   */
  public record Limits(int threadsRunning, Duration probe, double share, int functions) {
    /** The request's limits for one function, if this many functions query at the same time. */
    public static Limits of(Migration.SourceLimits limits, int functions) {
      return new Limits(limits.threadsRunning(), Duration.ofMillis(limits.probeMillis()), limits.sharePercent() / 100.0, Math.max(1, functions));
    }

    /** No limits: for databases that nobody else uses. */
    static final Limits NONE = new Limits(Integer.MAX_VALUE, Duration.ofDays(1), 1, 1);
  }

  /** A server's load: its running sessions now, and the number of writing statements since its start. */
  private record Load(int running, long written) {}

  private static final class Turn {
    boolean alone;
    long worked;
  }

  /** Probes the load before there is a query to send, so that the load is known when there is one. */
  public void probeEarly(DatabasePair sides) {
    if (limited()) {
      probe(sides);
    }
  }

  /** Returns when a query may be sent to the source. */
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
    mine.alone = sharesTime() || !known;
    if (mine.alone) {
      oneAtATime.acquireUninterruptibly();
      probe(sides);
      if (known && !sharesTime()) {
        mine.alone = false;
        oneAtATime.release();
      }
    }
  }

  /** Records how long the source worked. */
  void worked(long nanos) {
    turn.get().worked = nanos;
  }

  /** Ends the turn that {@link #before} began, after a pause if the source serves other accounts. */
  void after() {
    Turn mine = turn.get();
    if (mine.alone) {
      mine.alone = false;
      try {
        if (sharesTime()) {
          RecheckPolicy.sleep(rest(mine.worked));
        }
      } finally {
        oneAtATime.release();
      }
    }
  }

  /** The pause is short enough that the function has time left for its next query. */
  private Duration rest(long worked) {
    Duration rest = Duration.ofNanos((long) (worked * (1 / share() - 1)));
    Duration most = deadline.left().minus(RESERVE);
    return most.isNegative() ? Duration.ZERO : most.compareTo(rest) < 0 ? most : rest;
  }

  /** The part of the source's time that this function may use. */
  double share() {
    return limits.share() / Math.max(limits.functions(), functions);
  }

  /** Whether other accounts keep the source busy, so that Tideway uses only a share of its time. */
  boolean sharesTime() {
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
      functions = comparing.count(sides);
      int own = sides.ask(Side.source, "counting its own sessions", side -> own(sides, side));
      double now = Math.max(0, load.running() - own - daemons);
      others = others * SMOOTHING + now * (1 - SMOOTHING);
      above = now > limits.threadsRunning() || answered - start > limits.probe().toNanos();
      known = written != UNKNOWN;
      // a restarted server counts from zero again
      writes = known ? Math.max(0, load.written() - written) * 1e9 / (answered - probedAt) : 0;
      written = load.written();
      interval = known ? PROBE_NANOS : SECOND_PROBE_NANOS;
      probedAt = answered;
    }
  }

  /** MySQL 8 counts its event scheduler, which is on by default, as a running thread, even if the server is idle. */
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
