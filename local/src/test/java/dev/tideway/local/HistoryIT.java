package dev.tideway.local;

import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** A Step Functions execution ends at 25,000 events, and a migration takes weeks: its history must not grow with time or tables. */
@EndToEnd
final class HistoryIT {
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @Test
  void hasTheSameLengthForThreeSecondsAndThreeMinutesForTwelveTablesAndFiveHundred() throws Exception {
    create("history_short", 12);
    create("history_long", 12);
    create("history_wide", 500);
    TestMigration waiting = migration("history_long").start();
    waiting.awaitState("Approve: Await approval");
    long begun = System.nanoTime();

    int threeSeconds = length(finish(migration("history_short").start()));
    int fiveHundredTables = length(finish(migration("history_wide").start()));
    while (System.nanoTime() - begun < 180_000_000_000L) {
      Thread.sleep(1000);
    }
    int threeMinutes = length(finish(waiting));

    assertThat(threeSeconds).isLessThan(500);
    assertThat(threeMinutes).isEqualTo(threeSeconds);
    assertThat(fiveHundredTables).isEqualTo(threeSeconds);
  }

  private TestMigration migration(String schema) {
    return new TestMigration(source, target, List.of(schema)).with(r -> r.withObject("/cutover").put("freeze", "declared"));
  }

  private static TestMigration finish(TestMigration migration) throws InterruptedException {
    migration.approve();
    DescribeExecutionResponse end = TestApplication.shared().await(migration.execution());
    assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
    return migration;
  }

  /** Events that a retry after a lost millisecond adds do not belong to the design: there must be none here. */
  private static int length(TestMigration migration) {
    List<HistoryEvent> history = migration.history();
    assertThat(history).noneMatch(e -> e.typeAsString().endsWith("Failed") || e.typeAsString().endsWith("TimedOut"));
    // of Verify and of Cutover; their batches are children of a Map, which have histories of their own
    assertThat(migration.verifications()).hasSize(2).allSatisfy(verification -> assertThat(verification).hasSizeLessThan(60));
    return history.size();
  }

  private void create(String schema, int tables) throws SQLException {
    try (Connection connection = source.connect(source.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + schema);
      statement.execute("CREATE DATABASE " + schema);
      for (int i = 0; i < tables; i++) {
        statement.execute(
            "CREATE TABLE " + schema + ".t" + i + " (id BIGINT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(20)) COLLATE utf8mb4_bin");
        statement.execute("INSERT INTO " + schema + ".t" + i + " (a) VALUES ('x'), ('y')");
      }
    }
    try (Connection connection = target.connect(target.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + schema);
    }
  }
}
