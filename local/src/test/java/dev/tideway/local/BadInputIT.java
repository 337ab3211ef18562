package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** Input that cannot work ends in Plan with a finding that names found, needed and fix; nothing is created, nothing is lost. */
@EndToEnd
final class BadInputIT {
  private static final String SCHEMA = "bad_input";

  private final LocalApplication application = TestApplication.shared();
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @BeforeEach
  void oneSmallTable() throws SQLException {
    run(source, "DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY) COLLATE utf8mb4_bin", "INSERT INTO " + SCHEMA + ".t VALUES (1)");
    run(target, "DROP DATABASE IF EXISTS " + SCHEMA);
  }

  @Test
  void listsEveryMistakeOfARequestAtOnce() throws Exception {
    TestMigration migration = migration().with(r -> r.put("mode", "quickly").put("finish", "never").put("colour", "blue").set("schemas", Json.tree(List.of("%", "mysql"))));
    DescribeExecutionResponse end = rejected(migration);
    assertThat(end.error()).isEqualTo("dev.tideway.error.RequestRejected");
    assertThat(end.cause()).contains("/mode", "/finish", "/colour", "/schemas/0", "/schemas/1", "found", "needed", "fix");
  }

  @Test
  void saysThatAHostIsUnknown() throws Exception {
    assertFinding(blocked(withSecret("source", Map.of("host", "no-such-host.invalid"))), "no-such-host.invalid");
  }

  @Test
  void saysThatAPasswordIsWrong() throws Exception {
    JsonNode plan = blocked(withSecret("target", Map.of("password", "wrong-password")));
    assertFinding(plan, "refuses the user");
    assertThat(plan.toString()).doesNotContain("wrong-password");
  }

  @Test
  void saysThatAPortIsNoDatabase() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greetLikeAWebServer(socket));
      assertFinding(blocked(withSecret("source", Map.of("port", socket.getLocalPort()))), String.valueOf(socket.getLocalPort()));
    }
  }

  @Test
  void saysThatTheBinlogIsOff() throws Exception {
    try (DatabaseServer silent = SourceServer.MARIADB_11_4.start(CacheDirectory.standard(), List.of("--skip-log-bin"), Progress.silent())) {
      run(silent, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY) COLLATE utf8mb4_bin");
      assertFinding(blocked(new TestMigration(silent, target, List.of(SCHEMA))), "log_bin");
    }
  }

  @Test
  void saysThatATargetTableHasRows() throws Exception {
    run(target, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY)", "INSERT INTO " + SCHEMA + ".t VALUES (7)");
    assertFinding(blocked(migration()), SCHEMA + ".t");
    assertThat(number(target, "SELECT COUNT(*) FROM " + SCHEMA + ".t")).isEqualTo(1);
  }

  @Test
  void saysThatASchemaDoesNotExist() throws Exception {
    assertFinding(blocked(new TestMigration(source, target, List.of("no_such_schema"))), "no_such_schema");
  }

  @Test
  void saysWhatARoleOfAwsDmsMayNotDo() throws Exception {
    String policy = "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole";
    try (IamClient iam =
        IamClient.builder()
            .endpointOverride(application.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("admin", "local")))
            .build()) {
      iam.detachRolePolicy(r -> r.roleName("dms-vpc-role").policyArn(policy));
      try {
        assertFinding(blocked(migration()), "dms-vpc-role a role that is denied ec2:DescribeAvailabilityZones, ");
      } finally {
        iam.attachRolePolicy(r -> r.roleName("dms-vpc-role").policyArn(policy));
      }
    }
  }

  @Test
  void plansWithoutCreatingAnything() throws Exception {
    TestMigration migration = migration().with(r -> r.put("mode", "plan")).start();
    DescribeExecutionResponse end = application.await(migration.execution());
    assertThat(end.statusAsString()).as(end.cause()).isEqualTo("SUCCEEDED");
    assertThat(Json.read(end.output(), JsonNode.class).get("verdict").asText()).isEqualTo("ready");
    assertThat(migration.file("plan.html")).contains("Ready", SCHEMA + ".t");
    assertThat(migration.json("findings-account.json")).as("every check of the account got its answers").extracting(f -> f.get("code").asText()).containsExactly("TW-P388");
    assertNothingCreated();
  }

  private TestMigration migration() {
    return new TestMigration(source, target, List.of(SCHEMA));
  }

  private TestMigration withSecret(String which, Map<String, Object> change) {
    DatabaseServer server = which.equals("source") ? source : target;
    ObjectNode secret =
        Json.object().put("host", server.host()).put("port", server.port()).put("username", server.migration().user()).put("password", server.migration().password());
    change.forEach((k, v) -> secret.set(k, Json.tree(v)));
    TestMigration migration = migration();
    String arn = application.storeSecret("tideway/" + migration.name() + "-changed", Json.write(secret));
    return migration.with(r -> ((ObjectNode) r.get(which)).put("secret", arn));
  }

  /** The plan of a migration that ended with blockers. */
  private JsonNode blocked(TestMigration migration) throws InterruptedException, SQLException {
    DescribeExecutionResponse end = rejected(migration);
    assertThat(end.error()).isEqualTo("dev.tideway.error.PlanBlocked");
    return migration.json("plan.json");
  }

  private DescribeExecutionResponse rejected(TestMigration migration) throws InterruptedException, SQLException {
    DescribeExecutionResponse end = application.await(migration.start().execution());
    assertThat(end.statusAsString()).isEqualTo("FAILED");
    assertThat(migration.states()).noneMatch(s -> s.startsWith("Prepare"));
    assertThat(number(source, "SELECT COUNT(*) FROM " + SCHEMA + ".t")).isEqualTo(1);
    assertNothingCreated();
    return end;
  }

  private void assertNothingCreated() throws SQLException {
    assertThat(number(target, "SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'tideway%'")).isZero();
  }

  private static void assertFinding(JsonNode plan, String about) {
    assertThat(plan.get("verdict").asText()).isEqualTo("blocked");
    assertThat(plan.get("findings"))
        .anySatisfy(
            f -> {
              assertThat(f.get("severity").asText()).isEqualTo("blocker");
              assertThat(f.get("object").asText() + " " + f.get("found").asText()).containsIgnoringCase(about);
              assertThat(f.get("needed").asText()).isNotBlank();
              assertThat(f.get("fix").asText()).isNotBlank();
            });
  }

  private static void greetLikeAWebServer(ServerSocket server) {
    try {
      while (!server.isClosed()) {
        try (Socket client = server.accept()) {
          client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // closed by the test
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

  private static long number(DatabaseServer server, String query) throws SQLException {
    try (Connection connection = server.connect(server.admin());
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
