package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.demo.SampleWriter;
import dev.tideway.local.demo.Workload;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole migration with tables without a key, with writes until the freeze; their rows are loaded after it, exactly. */
@EndToEnd
final class KeylessIT {
  private static final String SCHEMA = "keyless_reload";
  private static final List<String> WITHOUT_KEY = List.of(SCHEMA + ".counted", SCHEMA + ".log");

  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @Test
  void loadsTablesWithoutAKeyAfterTheFreeze() throws Exception {
    create();
    try (SampleWriter writer = SampleWriter.start(source, new Writes(), 11, 40)) {
      TestMigration migration = new TestMigration(source, target, List.of(SCHEMA)).with(r -> r.put("keyless", "reload")).start();
      DescribeExecutionResponse end = migration.approveFreezeAndAwait(writer);

      assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
      assertThat(writer.failure()).isEmpty();
      assertThat(Json.read(end.output(), JsonNode.class).get("mismatches").asLong()).isZero();
      assertThat(new RowComparator(source, target).compare(List.of(SCHEMA), 20).differences()).isEmpty();
      for (String table : WITHOUT_KEY) {
        assertThat(multiset(target, table)).as(table).isEqualTo(multiset(source, table)).isNotEmpty();
      }
      assertThat(multiset(source, SCHEMA + ".log")).as("rows that stand there more than once").anyMatch(row -> !row.endsWith("x1"));
      theVerificationsComparedThemWhenTheyWereLoaded(migration);
      theDowntimeIsPlannedAndReported(migration);
      assertThat(TestApplication.shared().denials()).isEmpty();
      writer.unfreeze();
    }
  }

  private static void theVerificationsComparedThemWhenTheyWereLoaded(TestMigration migration) {
    assertThat(tables(migration.json("verification-full-1.json"))).containsExactly("keyed");
    JsonNode last = migration.json("verification-final.json");
    assertThat(last.get("verdict").asText()).isEqualTo("equal");
    assertThat(tables(last)).contains("counted", "log");
  }

  private static void theDowntimeIsPlannedAndReported(TestMigration migration) {
    JsonNode findings = migration.json("plan.json").get("findings");
    assertThat(findings.valueStream().filter(f -> f.get("code").asText().equals("TW-P060")))
        .hasSize(2)
        .allSatisfy(f -> assertThat(f.get("severity").asText()).isEqualTo("warning"));
    JsonNode loaded = migration.json("keyless.json");
    assertThat(loaded.get("failed")).isEmpty();
    assertThat(loaded.get("tables").findValuesAsText("state")).containsExactly("Table completed", "Table completed");
    JsonNode report = migration.json("report.json");
    assertThat(report.get("keylessSeconds").asDouble()).isPositive().isLessThanOrEqualTo(report.get("writeDowntimeSeconds").asDouble());
    assertThat(report.get("resources").valueStream().map(JsonNode::asText)).as("what still exists in AWS").allMatch(r -> r.startsWith("tables|"));
    assertThat(report.get("load").get("tables").findValuesAsText("table")).containsExactly("keyed");
  }

  private static List<String> tables(JsonNode verification) {
    return verification.get("tables").valueStream().map(t -> t.get("table").get("table").asText()).sorted().toList();
  }

  private void create() throws SQLException {
    try (Connection from = source.connect(source.admin()); Connection to = target.connect(target.admin())) {
      execute(to, "DROP DATABASE IF EXISTS " + SCHEMA);
      execute(
          from, "DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA, "USE " + SCHEMA,
          "CREATE TABLE keyed (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(40))",
          "CREATE TABLE log (at INT, what VARCHAR(40), amount DECIMAL(10, 2), note TEXT, KEY (at))",
          "CREATE TABLE counted (n INT NOT NULL AUTO_INCREMENT, v VARCHAR(20), u INT, KEY (n), UNIQUE KEY (u))",
          "INSERT INTO keyed (v) SELECT seq FROM seq_1_to_500",
          "INSERT INTO log SELECT seq % 7, CONCAT('event ', seq % 5), 1.5, IF(seq % 3, NULL, 'same') FROM seq_1_to_2000",
          "INSERT INTO counted (v, u) SELECT 'same', IF(seq % 2, seq, NULL) FROM seq_1_to_300");
    }
  }

  /** Every row with its number of copies. */
  private static List<String> multiset(DatabaseServer server, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    String columns = table.endsWith(".log") ? "at, what, amount, note" : "n, v, u";
    try (Connection connection = server.connect(server.admin());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT " + columns + ", COUNT(*) FROM " + table + " GROUP BY " + columns)) {
      int width = found.getMetaData().getColumnCount();
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i < width; i++) {
          row.append(found.getString(i)).append('|');
        }
        rows.add(row.append('x').append(found.getLong(width)).toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Writes duplicates, changes and removes some of them, which no replication without a key could follow. */
  private static final class Writes implements Workload {
    @Override
    public Changes transaction(Connection connection, RandomGenerator random) throws SQLException {
      int at = random.nextInt(7);
      try (Statement statement = connection.createStatement()) {
        long twice =
            statement.executeLargeUpdate("INSERT INTO " + SCHEMA + ".log VALUES (" + at + ", 'new', 2.25, NULL), (" + at + ", 'new', 2.25, NULL)");
        long counted = statement.executeLargeUpdate("INSERT INTO " + SCHEMA + ".counted (v) VALUES ('new')");
        long keyed = statement.executeLargeUpdate("INSERT INTO " + SCHEMA + ".keyed (v) VALUES ('new')");
        long updated = statement.executeLargeUpdate("UPDATE " + SCHEMA + ".log SET amount = amount + 1 WHERE at = " + at + " LIMIT 3");
        long deleted = statement.executeLargeUpdate("DELETE FROM " + SCHEMA + ".log WHERE at = " + at + " LIMIT 1");
        return new Changes(twice + counted + keyed, updated, deleted);
      }
    }
  }
}
