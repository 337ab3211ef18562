package dev.tideway.verify;

import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerPoolTest {
  private static final Deadline LONG = () -> Duration.ofDays(1);

  /** If a server does not answer, each worker retries for more than a minute: one after another, if they did not give up together. */
  @Test
  void theFirstFailureEndsTheAttemptsOfTheRestAndIsThrown() {
    CountDownLatch away = new CountDownLatch(1);
    AtomicInteger attempts = new AtomicInteger();
    List<DatabasePair> sides = new ArrayList<>();
    try (WorkerPool workers = new WorkerPool(2, () -> {
      sides.add(new DatabasePair(WorkerPoolTest::nobody, LONG, new SourceThrottler(SourceThrottler.Limits.NONE, LONG)));
      return sides.getLast();
    }, WorkerPoolTest::none)) {
      assertThatThrownBy(() -> workers.each(List.of(0, 1).iterator(), (worker, number) -> sides.get(number).ask(Side.source, "comparing", side -> {
        if (number == 0) {
          attempts.incrementAndGet();
          away.countDown();
          throw new SQLException("gone", "08S01");
        }
        await(away);
        throw new SQLException("no such table", "42S02", 1146);
      }))).hasMessageContaining("no such table");
    }
    assertThat(attempts.get()).isLessThan(25);
  }

  @Test
  void anErrorOfOneWorkerEndsTheRestToo() {
    AtomicInteger done = new AtomicInteger();
    try (WorkerPool workers = new WorkerPool(2, () -> new DatabasePair(WorkerPoolTest::nobody, LONG, new SourceThrottler(SourceThrottler.Limits.NONE, LONG)), WorkerPoolTest::none)) {
      CountDownLatch failed = new CountDownLatch(1);
      assertThatThrownBy(() -> workers.each(Stream.iterate(0, n -> n + 1).limit(1000).iterator(), (worker, number) -> {
        if (number == 0) {
          failed.countDown();
          throw new StackOverflowError("too deep");
        }
        await(failed);
        sleep();
        done.incrementAndGet();
      })).hasRootCauseInstanceOf(StackOverflowError.class);
    }
    assertThat(done.get()).as("pieces after the error").isLessThan(900);
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static java.sql.Connection nobody(Side side) throws SQLException {
    throw new SQLException("no server here", "08001");
  }

  private static dev.tideway.model.rows.TablePair none(dev.tideway.model.TableId table) {
    throw new IllegalArgumentException("no table " + table);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
