package dev.tideway.verify;

import dev.tideway.fixture.Pair;
import dev.tideway.local.servers.LocalFlavour;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Verification with writes to the source that reach the target later. */
class LiveIT {
  private static final int LAG = 150;
  private static final Map<LocalFlavour, Duration> WRITING = Map.of(LocalFlavour.MYSQL, Duration.ofSeconds(60), LocalFlavour.MARIADB, Duration.ofSeconds(15));
  private static final RecheckPolicy POLICY = RecheckPolicy.every(List.of(Duration.ofMillis(100)), Duration.ofSeconds(1), 6);

  /** A change on its way to the target. */
  private record Change(String sql, long due) {}

  /** Writes to the source at full speed; the target gets the same statements in the same order, a little later. */
  private static final class Replication implements AutoCloseable {
    private final BlockingQueue<Change> queue = new LinkedBlockingQueue<>(40);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread writer;
    private final Thread applier;
    private volatile boolean stopped;

    Replication(Pair pair, String hot) {
      writer = Thread.ofPlatform().start(() -> write(pair, hot));
      applier = Thread.ofPlatform().start(() -> apply(pair));
    }

    private void write(Pair pair, String hot) {
      Random random = new Random(42);
      try (Connection connection = pair.anotherToSource(); Statement statement = connection.createStatement()) {
        for (int i = 0; !stopped; i++) {
          int id = 1 + random.nextInt(3_000);
          String sql = switch (i % 4) {
            case 0 -> "INSERT IGNORE INTO t VALUES (" + id + ", " + i + ", 'n" + i + "')";
            case 1 -> "UPDATE t SET a = " + i + " WHERE id = " + id;
            case 2 -> "DELETE FROM t WHERE id = " + id;
            default -> hot;
          };
          statement.execute(sql);
          // the queue is short: the writer waits for the target, so that the lag stays within an interval on a slow server
          queue.put(new Change(sql, System.currentTimeMillis() + LAG));
        }
      } catch (SQLException | InterruptedException e) {
        failure.set(e);
      }
    }

    private void apply(Pair pair) {
      try (Connection connection = pair.anotherToTarget(); Statement statement = connection.createStatement()) {
        while (!stopped || !queue.isEmpty() || writer.isAlive()) {
          Change change = queue.poll(20, java.util.concurrent.TimeUnit.MILLISECONDS);
          if (change != null) {
            Thread.sleep(Math.max(0, change.due() - System.currentTimeMillis()));
            statement.execute(change.sql());
          }
        }
      } catch (SQLException | InterruptedException e) {
        failure.set(e);
      }
    }

    @Override
    public void close() throws InterruptedException {
      stopped = true;
      writer.join();
      applier.join();
      assertThat(failure.get()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void neverCallsALateRowAMismatchAndFindsTheWrongOnes(LocalFlavour flavour) throws Exception {
    try (Pair pair = new Pair(flavour)) {
      String rows = IntStream.rangeClosed(1, 4_000).mapToObj(i -> "(" + i + ", 0, 'x')").collect(Collectors.joining(", "));
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, a INT, v VARCHAR(20))", "INSERT INTO t VALUES " + rows);
      Verification verification = new Verification(pair, POLICY).chunkRows(500);
      try (Replication replication = new Replication(pair, "UPDATE t SET a = a + 1 WHERE id = 3001")) {
        long end = System.nanoTime() + WRITING.get(flavour).toNanos();
        do {
          assertThat(verification.full().mismatches()).isEmpty();
        } while (System.nanoTime() < end);
        // rows that no writer changes, so that nothing fixes them
        pair.target(
            "UPDATE t SET v = 'wrong' WHERE id > 3000 AND id % 100 = 50",
            "DELETE FROM t WHERE id IN (3100, 3200, 3300, 3400, 3500)",
            "INSERT INTO t VALUES (5000, 0, 'extra'), (5001, 0, 'extra'), (5002, 0, 'extra'), (-1, 0, 'extra'), (-2, 0, 'extra')");
        assertThat(verification.full().mismatches()).extracting(mismatch -> mismatch.kind() + " " + mismatch.key().get("id"))
            .containsExactlyInAnyOrder(
                "changed 3050", "changed 3150", "changed 3250", "changed 3350", "changed 3450", "changed 3550", "changed 3650", "changed 3750",
                "changed 3850", "changed 3950", "missing 3100", "missing 3200", "missing 3300", "missing 3400", "missing 3500", "extra 5000",
                "extra 5001", "extra 5002", "extra -1", "extra -2");
        assertThat(replication.failure.get()).isNull();
      }
      pair.target(
          "DELETE FROM t WHERE id >= 5000 OR id < 0",
          "UPDATE t SET v = 'x' WHERE id > 3000 AND id % 100 = 50",
          "INSERT INTO t VALUES (3100, 0, 'x'), (3200, 0, 'x'), (3300, 0, 'x'), (3400, 0, 'x'), (3500, 0, 'x')");
      VerificationResult result = verification.round("final");
      assertThat(result.verdict()).isEqualTo(VerificationResult.Verdict.equal);
      assertThat(result.busy()).isZero();
    }
  }
}
