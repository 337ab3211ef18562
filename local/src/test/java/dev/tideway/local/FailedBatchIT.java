package dev.tideway.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * If a batch of the comparison fails, the migration ends with the batch's own error, and not with that of the Map; the message names it. If a database
 * did not answer for longer than a batch retries, that is no such failure: the batch is compared once more.
 */
@EndToEnd
final class FailedBatchIT {
  private static final String SCHEMA = "failing";

  private final LocalApplication application = TestApplication.shared();
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @Test
  void reportsTheErrorOfTheDatabase() throws Exception {
    TestMigration migration = comparing();
    reachSource(migration, source.port(), "wrong");
    killWhatCompares();
    assertEndsWith(migration, "dev.tideway.error.MigrationFailed", "TW-E032", "error 1045");
  }

  /** Takes six minutes: three calls retry for that time. */
  @Test
  @Tag("nightly")
  void comparesOnceMoreWhenTheDatabaseIsBack() throws Exception {
    TestMigration migration = comparing();
    reachSource(migration, closedPort(), source.migration().password());
    killWhatCompares();
    migration.awaitState("Verification: Judge");
    reachSource(migration, source.port(), source.migration().password());

    assertEndsWith(migration, "dev.tideway.error.MigrationFailed", "TW-E031", "1 rows differ");
    assertThat(migration.states()).filteredOn("Verification: Compare"::equals).as("what was away, and what was compared once it was back").hasSizeGreaterThan(1);
    assertThat(migration.states()).filteredOn("Verification: Cut"::equals).as("one round").hasSize(1);
  }

  @Test
  void reportsThatTheLockIsLost() throws Exception {
    TestMigration migration = comparing();
    try (DynamoDbClient table = client(DynamoDbClient.builder())) {
      table.updateItem(
          r ->
              r.tableName(application.stack().outputs().get("TableName"))
                  .key(Map.of("kind", AttributeValue.fromS("LOCK"), "id", AttributeValue.fromS(migration.name())))
                  .updateExpression("SET fence = fence + :one, #status = :failed")
                  .expressionAttributeNames(Map.of("#status", "status"))
                  .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"), ":failed", AttributeValue.fromS("failed"))));
    }
    killWhatCompares();
    assertEndsWith(migration, "dev.tideway.error.LockLost", "TW-E012", migration.name());
  }

  @Test
  void reportsThatItsFunctionWasKilledEachTime() throws Exception {
    TestMigration migration = comparing();
    while (application.describe(migration.execution()).status() == ExecutionStatus.RUNNING) {
      application.killBusy("VerifyChunksFunction");
      Thread.sleep(100);
    }
    assertEndsWith(migration, "Runtime.ExitError", "TW-E091", "exit");
  }

  /** A migration whose comparison checks a different row for some seconds. */
  private TestMigration comparing() throws SQLException, InterruptedException {
    run(
        source,
        "DROP DATABASE IF EXISTS " + SCHEMA,
        "CREATE DATABASE " + SCHEMA,
        "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY, v VARCHAR(20)) COLLATE utf8mb4_bin",
        "INSERT INTO " + SCHEMA + ".t VALUES (1, 'a'), (2, 'b')");
    run(target, "DROP DATABASE IF EXISTS " + SCHEMA);
    TestMigration migration = new TestMigration(source, target, List.of(SCHEMA)).start();
    migration.awaitState("Replicate: Await caught up");
    run(target, "UPDATE " + SCHEMA + ".t SET v = 'wrong' WHERE id = 2");
    migration.awaitState("Verification: Compare");
    return migration;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The address at which functions find the source from now on, and the password. */
  private void reachSource(TestMigration migration, int port, String password) {
    ObjectNode secret = Json.object().put("host", source.host()).put("port", port).put("username", source.migration().user()).put("password", password);
    try (SecretsManagerClient secrets = client(SecretsManagerClient.builder())) {
      secrets.putSecretValue(r -> r.secretId(migration.request().at("/source/secret").asText()).secretString(Json.write(secret)));
    }
  }

  private void killWhatCompares() throws InterruptedException {
    while (application.killBusy("VerifyChunksFunction") == 0) {
      Thread.sleep(20);
    }
  }

  private void assertEndsWith(TestMigration migration, String error, String code, String words) throws InterruptedException {
    DescribeExecutionResponse end = application.await(migration.execution());
    assertThat(end.error()).as(end.cause()).isEqualTo(error);
    assertThat(end.cause()).startsWith(code).contains(words);
    String execution = migration.execution().substring(migration.execution().lastIndexOf(':') + 1);
    while (TestApplication.messages().stream().noneMatch(m -> m.text().contains(execution) && m.text().contains(code))) {
      Thread.sleep(50);
    }
    assertThat(TestApplication.messages()).filteredOn(m -> m.text().contains(execution)).noneMatch(m -> m.text().contains("TW-E092"));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(application.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
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
