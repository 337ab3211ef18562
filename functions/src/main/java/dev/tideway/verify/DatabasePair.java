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
 * One connection to each database, asked at the same time. A connection that is lost is opened anew and the question asked again:
 * TiDB Cloud Starter cuts every connection after half an hour, and servers are restarted.
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
  /** Not virtual ones: a JVM that has polled for them needs 300 ms more to end, which a person who runs the command waits for. */
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

  /** What one side answers. Asked again from its beginning if the connection is lost meanwhile. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(Side side) throws SQLException;
  }

  /** What is done with each row. */
  @FunctionalInterface
  interface Reader {
    void row(ResultSet row) throws SQLException;
  }

  /** Asks both sides at once; waits for both even if one fails, so that no statement is left running. */
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

  /** Asks one side. */
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

  /** A lost connection is not worth another attempt: the work has failed elsewhere. */
  void giveUp() {
    givenUp = true;
  }

  /** Streams the rows of a query, however many. */
  void each(Side side, String sql, Reader reader) throws SQLException {
    rows(side, sql, reader, Integer.MIN_VALUE);
  }

  /** The rows of a query that has only a few: for a streamed result the driver asks the server twice more, for its time-outs. */
  void few(Side side, String sql, Reader reader) throws SQLException {
    rows(side, sql, reader, 0);
  }

  private void rows(Side side, String sql, Reader reader, int fetchSize) throws SQLException {
    try (Statement statement = connection(side).createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(fetchSize);
      // a statement must not outlive the function that waits for it
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
      // it is lost or no longer needed: there is nothing to save in it
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
}
