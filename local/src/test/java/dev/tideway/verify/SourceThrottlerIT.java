package dev.tideway.verify;

import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When verification limits its load, on servers that show which sessions are running. */
class SourceThrottlerIT {
  private static final Deadline LONG = () -> Duration.ofHours(1);

  /** Ends after so many reads, not at a time: a slow server gets the same number. */
  private static final class ReadLimit implements Deadline {
    private final AtomicInteger reads = new AtomicInteger(60);

    @Override
    public Duration left() {
      return reads.decrementAndGet() > 0 ? Duration.ofHours(1) : Duration.ZERO;
    }

    boolean over() {
      return reads.get() <= 0;
    }
  }

  /** A session that writes so many rows a second, each in its own short statement. */
  private record Writer(AtomicBoolean ends, AtomicInteger written, Thread thread) implements AutoCloseable {
    static Writer of(DatabaseServer server, int everyMillis) throws SQLException {
      Connection connection = server.connect(server.admin());
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE IF NOT EXISTS throttled");
        statement.execute("CREATE TABLE IF NOT EXISTS throttled.w (a INT PRIMARY KEY, b INT) ENGINE = MEMORY");
        statement.execute("REPLACE INTO throttled.w VALUES (1, 0)");
      }
      AtomicBoolean ends = new AtomicBoolean();
      AtomicInteger written = new AtomicInteger();
      return new Writer(ends, written, Thread.ofPlatform().start(() -> {
        try (connection; Statement statement = connection.createStatement()) {
          while (!ends.get()) {
            statement.executeUpdate("UPDATE throttled.w SET b = b + 1");
            written.incrementAndGet();
            Thread.sleep(everyMillis);
          }
        } catch (SQLException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }));
    }

    @Override
    public void close() throws InterruptedException {
      ends.set(true);
      thread.join();
    }
  }

  /** A session that runs until it is closed. */
  private record Session(DatabaseServer server, String id, Thread thread) implements AutoCloseable {
    static Session of(DatabaseServer server, DatabaseAccount account) throws SQLException, InterruptedException {
      Connection connection = server.connect(account);
      String id = ask(connection, "SELECT CONNECTION_ID()");
      Thread thread =
          Thread.ofPlatform().start(() -> {
            try (connection) {
              ask(connection, "SELECT SLEEP(3600)");
            } catch (SQLException e) {
              // killed
            }
          });
      try (Connection admin = server.connect(server.admin())) {
        await(admin, id, "AND COMMAND = 'Query'", 1);
      }
      return new Session(server, id, thread);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
      try (Connection admin = server.connect(server.admin()); Statement statement = admin.createStatement()) {
        statement.execute("KILL " + id);
        await(admin, id, "", 0);
      }
      thread.join();
    }

    private static void await(Connection admin, String id, String condition, int sessions) throws SQLException, InterruptedException {
      String sql = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = " + id + " " + condition;
      while (Integer.parseInt(ask(admin, sql)) != sessions) {
        Thread.sleep(10);
      }
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Returns when no different session is running, or when the time is over. */
  private static void throttle(DatabaseServer server, Deadline deadline) {
    SourceThrottler throttler = new SourceThrottler(new SourceThrottler.Limits(0, Duration.ofHours(1), 0.5, 1), deadline);
    try (DatabasePair sides = new DatabasePair(side -> server.connect(server.migration()), LONG, throttler)) {
      throttler.before(sides);
      throttler.after();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void goesOnBesideSessionsOfItsOwnAccount(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    try (Session own = Session.of(server, server.migration())) {
      ReadLimit limit = new ReadLimit();
      throttle(server, limit);
      assertThat(own.thread().isAlive()).as("still running beside it").isTrue();
      assertThat(limit.over()).as("waited for itself").isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void waitsUntilSessionsOfDifferentAccountsHaveEnded(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    AtomicBoolean ended = new AtomicBoolean();
    Session foreign = Session.of(server, server.admin());
    Thread ending =
        Thread.ofPlatform().start(() -> {
          try {
            Thread.sleep(1_500);
            ended.set(true);
            foreign.close();
          } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    ReadLimit limit = new ReadLimit();
    throttle(server, limit);
    assertThat(limit.over()).as("went on because it had no time left").isFalse();
    assertThat(ended).isTrue();
    ending.join();
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void limitsItsShareIfOneSessionWritesAllTheTimeInShortStatements(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    try (Writer writer = Writer.of(server, 1)) {
      assertThat(sharesTimeAfterTwoProbes(server, writer, 400)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void asksASourceThatIsHardlyWrittenAtFullSpeed(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    try (Writer writer = Writer.of(server, 50)) {
      assertThat(sharesTimeAfterTwoProbes(server, writer, 10)).isFalse();
    }
  }

  private static boolean sharesTimeAfterTwoProbes(DatabaseServer server, Writer writer, int writes) throws InterruptedException {
    SourceThrottler throttler = new SourceThrottler(new SourceThrottler.Limits(Integer.MAX_VALUE - 1, Duration.ofHours(1), 0.5, 1), LONG);
    try (DatabasePair sides = new DatabasePair(side -> server.connect(server.migration()), LONG, throttler)) {
      throttler.before(sides);
      throttler.after();
      int until = writer.written().get() + writes;
      while (writer.written().get() < until) {
        Thread.sleep(1);
      }
      throttler.before(sides);
      throttler.after();
      return throttler.sharesTime();
    }
  }

  /** For example a migration's verification, and one that a person started. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void dividesTheShareAmongAllThatCompareTheSameSource(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    SourceThrottler first = new SourceThrottler(new SourceThrottler.Limits(0, Duration.ofHours(1), 0.5, 1), LONG);
    SourceThrottler second = new SourceThrottler(new SourceThrottler.Limits(0, Duration.ofHours(1), 0.5, 1), LONG);
    ComparingFunctions counting = new ComparingFunctions();
    try (DatabasePair mine = new DatabasePair(side -> server.connect(server.migration()), LONG, first)) {
      first.probeEarly(mine);
      assertThat(first.share()).isEqualTo(0.5);
      try (DatabasePair other = new DatabasePair(side -> server.connect(server.migration()), LONG, second)) {
        second.probeEarly(other);
        assertThat(second.share()).isEqualTo(0.25);
        assertThat(counting.count(mine)).as("a session has its lock once").isEqualTo(2);
      }
      while (counting.count(mine) != 1) {
        Thread.sleep(10);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void isCountedAgainAfterItsConnectionWasLost(LocalFlavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    ComparingFunctions comparing = new ComparingFunctions();
    SourceThrottler none = new SourceThrottler(SourceThrottler.Limits.NONE, LONG);
    try (DatabasePair sides = new DatabasePair(side -> server.connect(server.migration()), LONG, none)) {
      int before = comparing.count(sides);
      sides.connection(Side.source).close();
      assertThat(comparing.count(sides)).isEqualTo(before);
    }
  }
}
