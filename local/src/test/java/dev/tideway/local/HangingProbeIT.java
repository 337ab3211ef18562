package dev.tideway.local;

import dev.tideway.fixture.Relay;
import dev.tideway.json.Json;
import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** If a database never answers a question, its own migration waits, until probe after probe is killed, and no different one waits. */
@EndToEnd
final class HangingProbeIT {
  private static final String FREEZE = "Cutover: Await freeze";

  /** A connection is given up after ten seconds without the server's greeting. */
  private static final Duration BEYOND_ANY_CONNECTION = Duration.ofSeconds(30);

  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @AfterEach
  void takeWritesAgain() throws SQLException {
    execute(source, "SET GLOBAL read_only = OFF");
  }

  @Test
  void aDatabaseThatDoesNotAnswerDelaysOnlyItsOwnMigration() throws Exception {
    create("silent");
    create("lively");
    try (Relay relay = new Relay(source.host(), source.port())) {
      TestMigration hanging =
          new TestMigration(source, target, List.of("silent")).with(r -> r.withObject("/source").put("secret", secret(relay)).put("tls", "none").remove("certificate"));
      hanging.start().awaitState("Approve: Await approval");
      // the source still accepts writes, so that the wait continues
      hanging.approve();
      hanging.awaitState(FREEZE);
      relay.silence("super_read_only");
      awaitClient(relay);

      TestMigration lively =
          new TestMigration(source, target, List.of("lively")).with(r -> r.withObject("/cutover").put("freeze", "declared").put("approval", "none"));
      succeeded(lively.start());

      assertThat(hanging.states()).as("the other one still waits").last().isEqualTo(FREEZE);

      execute(source, "SET GLOBAL read_only = ON");
      relay.speak();
      succeeded(hanging);
      assertThat(relay.longest()).as("no time limit of a connection has ended the question").isGreaterThan(BEYOND_ANY_CONNECTION);
      assertThat(new RowComparator(source, target).compare(List.of("silent", "lively"), 5).differences()).isEmpty();
      assertThat(TestApplication.shared().denials()).isEmpty();
    }
  }

  private static void awaitClient(Relay relay) throws InterruptedException {
    while (relay.waiting() == 0) {
      Thread.sleep(50);
    }
  }

  private static void succeeded(TestMigration migration) throws InterruptedException {
    DescribeExecutionResponse end = TestApplication.shared().await(migration.execution());
    assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
  }

  private String secret(Relay relay) {
    DatabaseAccount account = source.migration();
    return TestApplication.shared()
        .storeSecret(
            "tideway/through-a-relay",
            Json.write(Map.of("host", "127.0.0.1", "port", relay.port(), "username", account.user(), "password", account.password())));
  }

  private void create(String schema) throws SQLException {
    execute(target, "DROP DATABASE IF EXISTS " + schema);
    execute(
        source, "DROP DATABASE IF EXISTS " + schema, "CREATE DATABASE " + schema, "USE " + schema,
        "CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY ka (a)) COLLATE utf8mb4_bin",
        "INSERT INTO t SELECT seq, seq % 7 FROM seq_1_to_1000");
  }

  private static void execute(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect(server.admin());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
