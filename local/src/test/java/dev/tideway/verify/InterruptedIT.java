package dev.tideway.verify;

import dev.tideway.error.TransientFailure;
import dev.tideway.fixture.Pair;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.LocalServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import dev.tideway.local.servers.TidbServer;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Migration;
import dev.tideway.verify.VerificationResult.Verdict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Cut connections, servers that refuse for a while, killed functions: the result is the same. */
class InterruptedIT {
  private static final int ROWS = 3_000;

  private static void fill(Pair pair) throws SQLException {
    String rows = IntStream.rangeClosed(1, ROWS).mapToObj(i -> "(" + i + ", 'x')").collect(Collectors.joining(", "));
    pair.both("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20))", "INSERT INTO t VALUES " + rows);
    pair.target("UPDATE t SET v = 'wrong' WHERE id IN (7, 1500)", "DELETE FROM t WHERE id = 3000");
  }

  private static List<String> keys(VerificationResult result) {
    return result.mismatches().stream().map(m -> m.kind() + " " + m.key().get("id")).sorted().toList();
  }

  /** After every few statements the server ends the session; each time it refuses the next connection once, like a server that starts. */
  private static final class Cutting implements Verifier.Connections {
    private final Pair pair;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    Cutting(Pair pair) {
      this.pair = pair;
    }

    @Override
    public Connection open(Side side) throws SQLException {
      if (opened.incrementAndGet() % 3 == 0) {
        refused.incrementAndGet();
        throw new java.sql.SQLNonTransientConnectionException("refused", "08001");
      }
      return pair.databases().read(new Migration.Endpoint(side.name(), Migration.Tls.none, Optional.empty()));
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void goesOnWhenSessionsAreKilledOnBothSides(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour)) {
      fill(pair);
      Inventory inventory = pair.inventory();
      Cutting connections = new Cutting(pair);
      AtomicInteger chunks = new AtomicInteger();
      VerificationResult result = new Verifier(
              connections,
              new Verifier.Settings(2, 100, Migration.Compare.full, 10, Duration.ofMillis(10), true, Optional.empty()),
              (table, rows, mismatches) -> {
                if (chunks.incrementAndGet() % 10 == 0) {
                  killAll(pair);
                }
              })
          .run(inventory, line -> {});
      assertThat(keys(result)).containsExactly("changed 1500", "changed 7", "missing 3000");
      assertThat(result.rows()).isEqualTo(ROWS);
      assertThat(connections.refused.get()).as("connections were refused on the way").isGreaterThan(2);
    }
  }

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class)
  void goesOnWhenAServerIsRestartedInTheMiddle(LocalFlavour flavour) throws SQLException {
    try (LocalServer restarted = started(flavour)) {
      boolean target = flavour == LocalFlavour.TIDB;
      AtomicInteger chunks = new AtomicInteger();
      AtomicInteger restarts = new AtomicInteger();
      VerificationResult result;
      try (Pair pair = target ? new Pair(TestServers.shared(LocalFlavour.MARIADB), restarted) : new Pair(restarted)) {
        fill(pair);
        result = new Verifier(
                side -> pair.databases().read(new Migration.Endpoint(side.name(), Migration.Tls.none, Optional.empty())),
                new Verifier.Settings(2, 100, Migration.Compare.full, 10, Duration.ofMillis(10), true, Optional.empty()),
                (table, rows, mismatches) -> {
                  if (chunks.incrementAndGet() == 10) {
                    restarts.incrementAndGet();
                    restarted.restart();
                  }
                })
            .run(pair.inventory(), line -> {});
        pair.reconnect();
      }
      assertThat(restarts.get()).isOne();
      assertThat(keys(result)).containsExactly("changed 1500", "changed 7", "missing 3000");
      assertThat(result.rows()).isEqualTo(ROWS);
    }
  }

  /** A server that only this test uses. */
  private static LocalServer started(LocalFlavour flavour) {
    return switch (flavour) {
      case MARIADB -> SourceServer.MARIADB_11_4.start(CacheDirectory.standard(), Progress.silent());
      case MYSQL -> SourceServer.MYSQL_8_0.start(CacheDirectory.standard(), Progress.silent());
      case TIDB -> TidbServer.start(CacheDirectory.standard(), Progress.silent());
    };
  }

  /** Connector/J sends another statement when a streamed result is closed, and reports a failure there as a general error. */
  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void aConnectionCutBeforeItsResultIsClosedIsLost(LocalFlavour flavour) throws SQLException {
    try (Pair pair = new Pair(flavour);
        Connection connection = new Cutting(pair).open(Side.source);
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(Integer.MIN_VALUE);
      ResultSet rows = statement.executeQuery("SELECT 1");
      assertThat(rows.next()).isTrue();
      killAll(pair);
      assertThatThrownBy(rows::close).isInstanceOfSatisfying(SQLException.class, cut -> {
        assertThat(DatabaseErrors.lost(cut)).as("%s (%s)", cut.getMessage(), cut.getSQLState()).isTrue();
        assertThat(DatabaseErrors.of("reading", cut)).isInstanceOf(TransientFailure.class);
      });
    }
  }

  private static void killAll(Pair pair) {
    try (Connection source = pair.anotherToSource(); Connection target = pair.anotherToTarget()) {
      for (Connection admin : List.of(source, target)) {
        String user = pair.secret(admin == source ? "source" : "target").username();
        List<Long> sessions = new ArrayList<>();
        try (Statement statement = admin.createStatement();
            var rows = statement.executeQuery("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '" + user + "'")) {
          while (rows.next()) {
            sessions.add(rows.getLong(1));
          }
          for (long session : sessions) {
            kill(statement, session);
          }
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void kill(Statement statement, long session) {
    try {
      statement.execute("KILL " + session);
    } catch (SQLException e) {
      // it has ended by itself since
      assertThat(e.getMessage()).contains(Long.toString(session));
    }
  }

  @Test
  void aFunctionKilledAtAnyChunkGoesOnAndFindsTheSame() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      fill(pair);
      Verification verification = new Verification(pair).chunkRows(500);
      verification.chunks("full-1");
      for (int asked = 2; asked < 40; asked += 5) {
        int limit = asked;
        AtomicInteger calls = new AtomicInteger();
        Rounds.Item item = verification.items("full-1").getFirst();
        try {
          // is killed during its work, without saving anything
          verification.compare(item, () -> {
            if (calls.incrementAndGet() > limit) {
              throw new IllegalStateException("killed");
            }
            return Duration.ofMinutes(10);
          });
        } catch (IllegalStateException killed) {
          assertThat(killed).hasMessage("killed");
        }
      }
      verification.items("full-1").forEach(verification::compare);
      VerificationResult result = verification.judge("full-1");
      assertThat(keys(result)).containsExactly("changed 1500", "changed 7", "missing 3000");
      assertThat(result.verdict()).isEqualTo(Verdict.different);
      assertThat(result.repairs()).hasSize(1);
      assertThat(pair.objects().get(result.repairs().getFirst()).orElseThrow()).contains("DELETE FROM").contains("INSERT INTO").contains("(3000, 'x')");
      assertThat(result.position()).isPresent();
    }
  }

  @Test
  void givesUpOnAServerThatStaysAway() throws SQLException {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)");
      Inventory inventory = pair.inventory();
      Verifier verifier = new Verifier(
          side -> {
            throw new SQLException("Access denied", "28000", 1045);
          },
          new Verifier.Settings(1, 100, Migration.Compare.full, 10, Duration.ofMillis(10), true, Optional.empty()),
          (table, rows, mismatches) -> {});
      assertThatThrownBy(() -> verifier.run(inventory, line -> {})).hasMessageContaining("1045");
    }
  }
}
