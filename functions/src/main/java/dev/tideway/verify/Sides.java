package dev.tideway.verify;

import dev.tideway.aws.Deadline;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.rows.Side;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One connection to each database, asked at the same time. */
final class Sides implements AutoCloseable {
  private final Connection source;
  private final Connection target;
  private final Deadline deadline;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Sides(Connection source, Connection target, Deadline deadline) {
    this.source = source;
    this.target = target;
    this.deadline = deadline;
  }

  /** What one side answers. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Side side) throws SQLException;
  }

  /** What is done with each row. */
  @FunctionalInterface
  interface Reader {
    void row(ResultSet row) throws SQLException;
  }

  /** Both answers. */
  record Both<T>(T source, T target) {}

  Connection target() {
    return target;
  }

  /** Asks both sides at once; waits for both even if one fails, so that no statement is left running. */
  <T> Both<T> ask(String work, Question<T> question) {
    Future<T> there = threads.submit(() -> DatabaseErrors.during(work + " on the target", () -> question.ask(Side.target)));
    T here;
    try {
      here = DatabaseErrors.during(work + " on the source", () -> question.ask(Side.source));
    } catch (RuntimeException e) {
      settle(there);
      throw e;
    }
    return new Both<>(here, get(there));
  }

  /** Streams the rows of a query. */
  void each(Side side, String sql, Reader reader) throws SQLException {
    Connection connection = side == Side.source ? source : target;
    try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(Integer.MIN_VALUE);
      // a statement must not outlive the function that waits for it
      statement.setQueryTimeout(Math.clamp(deadline.left().toSeconds(), 1, 3600));
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.row(rows);
        }
      }
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
    try (source;
        target) {
      // closing both, even if the first refuses
    } catch (SQLException e) {
      throw DatabaseErrors.of("closing the connections", e);
    }
  }
}
