package dev.tideway.verify;

import dev.tideway.aws.Deadline;
import dev.tideway.local.database.Account;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom verification makes way for, on the servers that tell who is running. */
class CourtesyIT {
  private static final Deadline LONG = () -> Duration.ofHours(1);

  /** A session that runs until it is closed. */
  private record Session(DatabaseServer server, String id, Thread thread) implements AutoCloseable {
    static Session of(DatabaseServer server, Account account) throws SQLException, InterruptedException {
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

  /** Returns when nobody else is running. */
  private static void makeWay(DatabaseServer server) {
    Courtesy courtesy = new Courtesy(new Courtesy.Limits(0, Duration.ofHours(1), 0.5), LONG);
    try (Sides sides = new Sides(side -> server.connect(server.migration()), LONG, courtesy)) {
      courtesy.before(sides);
      courtesy.after();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void goesOnBesideSessionsOfItsOwnAccount(Flavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    try (Session own = Session.of(server, server.migration())) {
      makeWay(server);
      assertThat(own.thread().isAlive()).as("still running beside it").isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void waitsUntilSessionsOfOthersHaveEnded(Flavour flavour) throws Exception {
    DatabaseServer server = TestServers.shared(flavour);
    AtomicBoolean ended = new AtomicBoolean();
    Session stranger = Session.of(server, server.admin());
    Thread ending =
        Thread.ofPlatform().start(() -> {
          try {
            Thread.sleep(1_500);
            ended.set(true);
            stranger.close();
          } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    makeWay(server);
    assertThat(ended).isTrue();
    ending.join();
  }
}
