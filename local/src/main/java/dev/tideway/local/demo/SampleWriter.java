package dev.tideway.local.demo;

import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An application that writes continuously, at a limited rate, until its database is frozen. It writes as an ordinary account, and like an
 * application it continues after deadlocks and lost connections.
 */
public final class SampleWriter implements AutoCloseable {
  /** Transactions in a second, unless another rate is requested. */
  public static final double USUAL_RATE = 50;

  private static final int ENOUGH_FAILURES_IN_A_ROW = 20;
  private static final int READ_ONLY = 1290;
  private static final int UNKNOWN_VARIABLE = 1193;

  private final DatabaseServer server;
  private final Workload workload;
  private final SplittableRandom random;
  private final long nanosBetween;
  private final Thread thread;

  private volatile boolean stopping;
  private volatile Counts counts = new Counts(0, 0, 0, 0, 0, Optional.empty());
  private volatile Optional<SQLException> failure = Optional.empty();

  private SampleWriter(DatabaseServer server, Workload workload, long seed, double transactionsPerSecond) {
    this.server = server;
    this.workload = workload;
    this.random = new SplittableRandom(seed);
    this.nanosBetween = (long) (1e9 / transactionsPerSecond);
    this.thread = Thread.ofPlatform().name("sample-writer").daemon().unstarted(this::write);
  }

  /**
   * What has been written so far.
   *
   * @param inserts rows inserted; cascades are not counted, here or below
   * @param retries number of transactions that failed with a temporary error
   * @param lastWrite when the last transaction was committed, by this machine's clock
   */
  public record Counts(long transactions, long inserts, long updates, long deletes, long retries, Optional<Instant> lastWrite) {}

  /** Starts writing. The same seed gives the same random numbers, but not the same rows, because the data depends on the timing. */
  public static SampleWriter start(DatabaseServer server, Workload workload, long seed, double transactionsPerSecond) {
    SampleWriter writer = new SampleWriter(server, workload, seed, transactionsPerSecond);
    writer.thread.start();
    return writer;
  }

  /** What has been written so far. */
  public Counts counts() {
    return counts;
  }

  /** The error that ended the writing, if there was one. */
  public Optional<SQLException> failure() {
    return failure;
  }

  /** Whether it still writes. */
  public boolean running() {
    return thread.isAlive();
  }

  /**
   * Stops writing and makes the server refuse writes, as an operator does before a cutover: {@code read_only}, and {@code super_read_only}
   * where it exists.
   *
   * @throws SQLException if the server cannot be frozen
   */
  public void freeze() throws SQLException {
    stop();
    try (Connection connection = server.connect(server.admin())) {
      LocalSql.run(connection, "SET GLOBAL read_only = ON");
      superReadOnly(connection, "ON");
    }
  }

  /** Lets the server accept writes again; this writer does not continue. */
  public void unfreeze() throws SQLException {
    try (Connection connection = server.connect(server.admin())) {
      superReadOnly(connection, "OFF");
      LocalSql.run(connection, "SET GLOBAL read_only = OFF");
    }
  }

  private static void superReadOnly(Connection connection, String value) throws SQLException {
    try {
      LocalSql.run(connection, "SET GLOBAL super_read_only = " + value);
    } catch (SQLException e) {
      if (e.getErrorCode() != UNKNOWN_VARIABLE) {
        throw e;
      }
    }
  }

  /** Stops writing; the server stays as it is. */
  @Override
  public void close() {
    stop();
  }

  private void stop() {
    stopping = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    int failures = 0;
    while (!stopping) {
      try (Connection connection = open()) {
        while (!stopping) {
          oneTransaction(connection);
          failures = 0;
        }
      } catch (SQLException e) {
        failures++;
        if (!stopping && (!passes(e) || failures >= ENOUGH_FAILURES_IN_A_ROW)) {
          // a source that somebody else froze is normal for an application at a cutover, and no failure
          failure = e.getErrorCode() == READ_ONLY ? Optional.empty() : Optional.of(e);
          return;
        }
        count(Workload.Changes.NONE, false);
        pause(Duration.ofMillis(50L * failures));
      }
    }
  }

  private Connection open() throws SQLException {
    DatabaseAccount account = server.application();
    Connection connection = server.connect(account);
    connection.setAutoCommit(false);
    return connection;
  }

  private void oneTransaction(Connection connection) throws SQLException {
    long due = System.nanoTime() + nanosBetween;
    try {
      Workload.Changes changes = workload.transaction(connection, random);
      connection.commit();
      count(changes, true);
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
    pause(Duration.ofNanos(due - System.nanoTime()));
  }

  private void count(Workload.Changes changes, boolean committed) {
    Counts before = counts;
    counts = new Counts(
        before.transactions + (committed ? 1 : 0),
        before.inserts + changes.inserts(),
        before.updates + changes.updates(),
        before.deletes + changes.deletes(),
        before.retries + (committed ? 0 : 1),
        committed ? Optional.of(Instant.now()) : before.lastWrite);
  }

  /** Deadlocks, lock waits and lost connections are temporary. */
  private static boolean passes(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.startsWith("40") || state.startsWith("08") || e.getErrorCode() == 1205;
  }

  private static void pause(Duration duration) {
    if (duration.isPositive()) {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
