package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that differ are repaired as the request specifies, once a person has approved it, and compared again. */
@EndToEnd
final class RepairedMigrationIT {
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @Test
  void repairsWhatAPersonHasApproved() throws Exception {
    Together.run(List.of(() -> repair("sql"), () -> repair("reload")));
  }

  private Void repair(String way) throws Exception {
    String schema = "repaired_" + way;
    run(
        source,
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE " + schema + ".t (id INT PRIMARY KEY, v VARCHAR(20)) COLLATE utf8mb4_bin",
        "INSERT INTO " + schema + ".t SELECT seq, CONCAT('v', seq) FROM seq_1_to_50");
    run(target, "DROP DATABASE IF EXISTS " + schema);
    TestMigration migration = new TestMigration(source, target, List.of(schema)).with(request -> request.withObject("/verification").put("repair", way)).start();
    migration.awaitState("Replicate: Await caught up");
    run(
        target,
        "DELETE FROM " + schema + ".t WHERE id = 10",
        "UPDATE " + schema + ".t SET v = 'wrong' WHERE id = 20",
        "INSERT INTO " + schema + ".t VALUES (999, 'extra')");

    migration.awaitState("Verify: Await repair approval");
    assertThat(ask("SELECT v FROM " + schema + ".t WHERE id = 20")).as("nothing is repaired without approval").isEqualTo("wrong");
    JsonNode plan = migration.json("repair-full-1.json");
    assertThat(plan.path("way").asText()).isEqualTo(way);
    assertThat(plan.path("rows").asInt()).isEqualTo(3);
    assertThat(migration.awaitMessage("approval of a repair")).contains("repair-full-1.json");
    decide(migration, true);

    migration.awaitState("Approve: Await approval");
    assertThat(new RowComparator(source, target).compare(List.of(schema), 20).differences()).isEmpty();
    assertThat(migration.json("verification-full-1.json").path("verdict").asText()).isEqualTo("different");
    assertThat(migration.json("verification-full-2.json").path("verdict").asText()).isEqualTo("equal");
    decide(migration, false);
    assertThat(TestApplication.shared().await(migration.execution()).statusAsString()).isEqualTo("FAILED");
    assertThat(TestApplication.shared().denials()).isEmpty();
    return null;
  }

  private static void decide(TestMigration migration, boolean approve) throws InterruptedException {
    while (!TestApplication.shared().approve(migration.name(), approve, "the test")) {
      Thread.sleep(50);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = target.connect(target.admin());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "(none)";
    }
  }

  private static void run(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect(server.admin());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
