package dev.tideway.verify;

import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One connection to each database; both are queried at the same time. A lost connection is opened again and its query is repeated, because
 * TiDB Cloud Starter closes every connection after half an hour, and servers restart.
 */
public final class DatabasePair implements AutoCloseable {
  private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);
  private static final int ATTEMPTS = 25;
  private static final int LONGEST_PAUSE_MILLIS = 4_000;

  private final Connector connector;
  private final Deadline deadline;
  private final SourceThrottler throttler;
  private final Map<Side, Connection> connections = new EnumMap<>(Side.class);
  private volatile boolean givenUp;
  /** Not virtual threads: a JVM that has polled for virtual threads needs 300 ms more to end, and the user of the command waits for that. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public DatabasePair(Connector connector, Deadline deadline, SourceThrottler throttler) {
    this.connector = connector;
    this.deadline = deadline;
    this.throttler = throttler;
  }

  /** Opens connections for reading values. */
  @FunctionalInterface
  public interface Connector {
    Connection open(Side side) throws SQLException;
  }

  /** A query to one side. It is repeated from its beginning if the connection is lost. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(Side side) throws SQLException;
  }

  /** Processes one row. */
  @FunctionalInterface
  interface Reader {
    void row(ResultSet row) throws SQLException;
  }

  /** Queries both sides at once. It waits for both even if one fails, so that no statement keeps running. */
  public <T> PerSide<T> ask(String work, Question<T> question) {
    throttler.before(this);
    try {
      Future<T> there = threads.submit(() -> ask(Side.target, work, question));
      T here;
      long start = System.nanoTime();
      try {
        here = ask(Side.source, work, question);
      } catch (RuntimeException e) {
        settle(there);
        throw e;
      }
      throttler.worked(System.nanoTime() - start);
      return new PerSide<>(here, get(there));
    } finally {
      throttler.after();
    }
  }

  /** Queries one side. */
  public <T> T ask(Side side, String work, Question<T> question) {
    for (int attempt = 1; ; attempt++) {
      try {
        return question.ask(side);
      } catch (SQLException e) {
        if (!DatabaseErrors.lost(e) || attempt == ATTEMPTS || deadline.near() || givenUp) {
          throw DatabaseErrors.of(work + " on the " + side, e);
        }
        drop(side);
        RecheckPolicy.sleep(Duration.ofMillis(Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(attempt, 10))));
      }
    }
  }

  /** Do not retry after a lost connection: the work has failed elsewhere. */
  void giveUp() {
    givenUp = true;
  }

  /** Streams the rows of a query of any size. */
  void each(Side side, String sql, Reader reader) throws SQLException {
    rows(side, sql, reader, Integer.MIN_VALUE);
  }

  /** The rows of a query that returns only a few: for a streamed result the driver sends two more statements, for its time-outs. */
  void few(Side side, String sql, Reader reader) throws SQLException {
    rows(side, sql, reader, 0);
  }

  private void rows(Side side, String sql, Reader reader, int fetchSize) throws SQLException {
    try (Statement statement = connection(side).createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(fetchSize);
      // a statement must end before the function that waits for it ends
      statement.setQueryTimeout(Math.clamp(deadline.left().toSeconds(), 1, (int) LONGEST_STATEMENT.toSeconds()));
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.row(rows);
        }
      }
    }
  }

  /** The connection to one side, opened if there is none. */
  public Connection connection(Side side) throws SQLException {
    Connection known;
    synchronized (connections) {
      known = connections.get(side);
    }
    if (known != null) {
      return known;
    }
    Connection fresh = connector.open(side);
    synchronized (connections) {
      connections.put(side, fresh);
    }
    return fresh;
  }

  private void drop(Side side) {
    Connection lost;
    synchronized (connections) {
      lost = connections.remove(side);
    }
    close(lost);
  }

  private static void close(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // the connection is lost or no longer needed, so a failed close loses nothing
    }
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the target was asked", e);
    }
  }

  private static void settle(Future<?> future) {
    try {
      get(future);
    } catch (RuntimeException second) {
      // the first failure is the one that is reported
    }
  }

  @Override
  public void close() {
    threads.close();
    drop(Side.source);
    drop(Side.target);
  }

  /** The results of both sides. */
  record PerSide<T>(T source, T target) {}
}
