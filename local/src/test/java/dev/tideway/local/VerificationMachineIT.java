package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** The verification as a state machine of its own: a person may start it at any time, and a migration's verifications end with the migration. */
@EndToEnd
final class VerificationMachineIT {
  private final LocalApplication application = TestApplication.shared();
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);
  private final SfnClient states =
      SfnClient.builder()
          .endpointOverride(application.endpoint())
          .region(Region.US_EAST_1)
          .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .httpClientBuilder(UrlConnectionHttpClient.builder())
          .build();

  @Test
  void comparesBesideARunningMigrationAndChangesNothing() throws Exception {
    TestMigration migration = migration("beside").with(request -> request.withObject("/verification").put("repair", "sql")).start();
    migration.awaitState("Approve: Await approval");

    DescribeExecutionResponse equal = verify("a".repeat(80), migration.request());
    assertThat(equal.status()).as(equal.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(Json.read(equal.output(), JsonNode.class).path("verdict").asText()).isEqualTo("equal");

    run(target, "UPDATE beside.t SET v = 'wrong' WHERE id = 20");
    DescribeExecutionResponse different = verify("looks-again", migration.request());
    JsonNode verdict = Json.read(different.output(), JsonNode.class);
    assertThat(verdict.path("verdict").asText()).isEqualTo("different");
    assertThat(verdict.path("mismatches").asInt()).isEqualTo(1);
    assertThat(verdict.at("/repair/offer").asText()).as("a verification repairs nothing, whatever the request says").isEqualTo("none");
    String result = application.read("verifications/" + migration.name() + "/looks-again/verification-full-1.json");
    assertThat(Json.read(result, JsonNode.class).path("mismatches").toString()).contains("20");
    assertThat(migration.awaitMessage("1 rows differ between source and target")).contains("verifications/" + migration.name() + "/looks-again/verification-full-1.json");
    assertThat(value("SELECT v FROM beside.t WHERE id = 20")).isEqualTo("wrong");
    assertThat(application.describe(migration.execution()).status()).isEqualTo(ExecutionStatus.RUNNING);

    application.approve(migration.name(), false, "the test");
    application.await(migration.execution());
    assertThat(migration.json("report.json").path("phases").findValuesAsText("name"))
        .as("the lock keeps when phases began")
        .containsExactly("Plan", "Prepare", "Load", "Index", "Replicate", "Verify", "Approve");
    assertThat(application.denials()).isEmpty();
  }

  @Test
  void saysWhyThereIsNoVerdict() throws Exception {
    DescribeExecutionResponse rejected = verify("rejected", Json.object().put("name", "nobody"));
    assertThat(rejected.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(rejected.error()).isEqualTo("dev.tideway.error.RequestRejected");
    assertThat(rejected.cause()).contains("/source");

    ObjectNode mistyped = migration("misspelt").request();
    mistyped.set("schemas", Json.tree(List.of("misspelt", "mispelt")));
    DescribeExecutionResponse incomplete = verify("incomplete", mistyped);
    assertThat(incomplete.status()).as("a schema is missing, so the rest must not be called equal").isEqualTo(ExecutionStatus.FAILED);
    assertThat(incomplete.cause()).contains("TW-E172", "1 blockers");

    ObjectNode request = migration("refused").request();
    String secret =
        application.storeSecret(
            "tideway/refused", Json.write(Json.object().put("host", source.host()).put("port", source.port()).put("username", "nobody").put("password", "wrong")));
    request.withObject("/source").put("secret", secret);
    DescribeExecutionResponse refused = verify("refused", request);
    assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(refused.cause()).contains("TW-E172", "findings-inventory.json");
    assertThat(application.read("verifications/" + request.get("name").asText() + "/refused/findings-inventory.json")).contains("refuses the user");
    assertThat(application.denials()).isEmpty();
  }

  @Test
  void isStartedAgainIfItIsStoppedAloneAndNeverFromItsOwnInput() throws Exception {
    TestMigration migration = migration("alone").start("alone");
    migration.awaitState("Replicate: Await caught up");
    // a row that differs is read again for some seconds
    run(target, "UPDATE alone.t SET v = 'wrong' WHERE id = 20");
    migration.awaitState("Verification: Compare");
    ExecutionListItem first = nested("alone-full").getFirst();
    String input = application.describe(first.executionArn()).input();
    states.stopExecution(r -> r.executionArn(first.executionArn()));
    DescribeExecutionResponse copied = verify("copied", Json.read(input, JsonNode.class));
    assertThat(copied.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(copied.error()).isEqualTo("dev.tideway.error.RequestRejected");
    assertThat(application.await(migration.execution()).cause()).startsWith("TW-E031");
    assertThat(nested("alone-full")).extracting(ExecutionListItem::name).containsExactlyInAnyOrder("alone-full-1-0", "alone-full-1-1");
    assertThat(migration.json("verification-full-1.json").path("mismatchCount").asInt()).isEqualTo(1);
    assertThat(application.denials()).isEmpty();
  }

  @Test
  void isStoppedWithItsMigration() throws Exception {
    TestMigration migration = migration("halted").start("halted-" + "b".repeat(73));
    migration.awaitState("Replicate: Await caught up");
    // a row that differs is read again for some seconds
    run(target, "UPDATE halted.t SET v = 'wrong' WHERE id = 20");
    migration.awaitState("Verification: Compare");
    ExecutionListItem nested = nested("halted-b").getFirst();
    assertThat(nested.name()).hasSizeLessThanOrEqualTo(80).endsWith("-full-1-0");
    states.stopExecution(r -> r.executionArn(migration.execution()).error("Stopped").cause("by the test"));
    assertThat(application.await(nested.executionArn()).status()).isEqualTo(ExecutionStatus.ABORTED);
    assertThat(nested("halted-b")).as("none is started again").hasSize(1);
  }

  private List<ExecutionListItem> nested(String beginning) {
    return states.listExecutionsPaginator(r -> r.stateMachineArn(machine())).executions().stream().filter(e -> e.name().startsWith(beginning)).toList();
  }

  private DescribeExecutionResponse verify(String name, JsonNode request) throws InterruptedException {
    return application.await(states.startExecution(r -> r.stateMachineArn(machine()).name(name).input(Json.write(request))).executionArn());
  }

  private String machine() {
    return application.stack().outputs().get("VerificationArn");
  }

  /** Of one table with fifty rows. */
  private TestMigration migration(String schema) throws SQLException {
    run(
        source,
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE " + schema + ".t (id INT PRIMARY KEY, v VARCHAR(20)) COLLATE utf8mb4_bin",
        "INSERT INTO " + schema + ".t SELECT seq, CONCAT('v', seq) FROM seq_1_to_50");
    run(target, "DROP DATABASE IF EXISTS " + schema);
    return new TestMigration(source, target, List.of(schema));
  }

  private String value(String sql) throws SQLException {
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
