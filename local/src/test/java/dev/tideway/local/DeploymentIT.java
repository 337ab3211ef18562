package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.cloud.Stack;
import dev.tideway.local.demo.DemoDatabase;
import dev.tideway.local.demo.DemoWorkload;
import dev.tideway.local.demo.SampleWriter;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** A deployment happens during a migration, and finds records that a different release has stored. */
@EndToEnd
final class DeploymentIT {
  private static final String SEEN = "Picked up JAVA_TOOL_OPTIONS: ";
  private static final String ADDED = "-Dtideway.release=next";

  private final LocalApplication application = TestApplication.shared();
  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);
  private final S3Client s3 = local(S3Client.builder().forcePathStyle(true)).build();
  private final DynamoDbClient table = local(DynamoDbClient.builder()).build();

  @Test
  void continuesThroughDeploymentsAndReadsWhatADifferentReleaseHasStored() throws Exception {
    fill();
    Stack before = application.stack();
    try (SampleWriter writer = SampleWriter.start(source, new DemoWorkload(), 11, 30)) {
      TestMigration migration = new TestMigration(source, target, DemoDatabase.SCHEMAS).start();
      // once while tables are loaded, with only a changed parameter, and once during the wait for a person
      migration.awaitState("Load: Await end");
      application.deploy(Checkout.root().resolve("template.yaml"), Map.of("LagSampleSeconds", "2"));
      assertThat(variable(application.stack(), "ObserveFunction")).containsEntry("TIDEWAY_METRIC_PERIOD", "2");
      migration.awaitState("Approve: Await approval");
      age(migration);
      application.deploy(anotherRelease(), Map.of());
      int logged = TestApplication.logs().size();

      DescribeExecutionResponse end = migration.approveFreezeAndAwait(writer);

      assertThat(end.statusAsString()).as("%s %s%s", end.error(), end.cause(), migration.mismatches()).isEqualTo("SUCCEEDED");
      assertThat(writer.failure()).isEmpty();
      RowComparator.Report rows = new RowComparator(source, target).compare(DemoDatabase.SCHEMAS, 20);
      assertThat(rows.differences()).isEmpty();
      assertThat(rows.same()).isTrue();
      // it kept the definition that it was started with, and called the new functions from then on
      assertThat(migration.states()).contains("Finish: Done").doesNotContain("Finish: Done by the next release");
      assertThat(application.definition()).contains("Finish: Done by the next release");
      List<String> started = TestApplication.logs().stream().skip(logged).filter(line -> line.contains(SEEN)).toList();
      assertThat(started).isNotEmpty().allSatisfy(line -> assertThat(line).contains(ADDED));
      assertThat(application.denials()).isEmpty();
      writer.unfreeze();
    } finally {
      application.deploy(Checkout.root().resolve("template.yaml"), Map.of());
    }
    // nothing is left of the deployment in between
    assertThat(kinds(application.stack())).isEqualTo(kinds(before));
    assertThat(application.definition()).doesNotContain("by the next release");
  }

  /** Records as an earlier release has written them, without a format number, and as a later one may write them, with unknown members. */
  private void age(TestMigration migration) throws InterruptedException {
    String execution = migration.execution().substring(migration.execution().lastIndexOf(':') + 1);
    List<String> keys =
        s3.listObjectsV2Paginator(r -> r.bucket(application.bucket()).prefix("migrations/" + migration.name() + "/" + execution + "/")).contents().stream()
            .map(S3Object::key)
            // Step Functions writes these itself
            .filter(key -> !key.contains("/verify/map/"))
            .toList();
    assertThat(keys).hasSizeGreaterThan(10);
    for (String key : keys) {
      var object = s3.getObjectAsBytes(r -> r.bucket(application.bucket()).key(key));
      assertThat(object.response().metadata()).as(key).containsKey("tideway-format");
      String text = key.endsWith(".json") ? withUnknownMember(object.asUtf8String()) : object.asUtf8String();
      s3.putObject(r -> r.bucket(application.bucket()).key(key), RequestBody.fromString(text));
    }
    String name = application.stack().outputs().get("TableName");
    List<Map<String, AttributeValue>> items = items(name);
    // the state has been entered; its wait is stored a moment later
    while (items.stream().noneMatch(i -> i.get("kind").s().equals("WAIT"))) {
      Thread.sleep(50);
      items = items(name);
    }
    assertThat(items).extracting(i -> i.get("kind").s()).contains("LOCK", "SENT");
    for (Map<String, AttributeValue> item : items) {
      Map<String, AttributeValue> aged = new HashMap<>(item);
      aged.remove("format");
      aged.put("ofALaterRelease", AttributeValue.fromS("1"));
      aged.computeIfPresent("wait", (attribute, wait) -> AttributeValue.fromS(withUnknownMember(wait.s())));
      table.putItem(r -> r.tableName(name).item(aged));
    }
  }

  private List<Map<String, AttributeValue>> items(String name) {
    return table.scanPaginator(r -> r.tableName(name)).items().stream().filter(i -> i.containsKey("format")).toList();
  }

  private static String withUnknownMember(String text) {
    JsonNode json = Json.read(text, JsonNode.class);
    if (json instanceof ObjectNode object && !object.isEmpty() && !isMap(object)) {
      object.putObject("ofALaterRelease").put("n", 1);
    }
    return Json.write(json);
  }

  /** Times by object, lengths by column: their names are data. */
  private static boolean isMap(ObjectNode object) {
    return object.fieldNames().next().contains(".") || object.fieldNames().next().contains("{");
  }

  private static Path anotherRelease() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "end-to-end", "next").toAbsolutePath());
    Path root = Checkout.root();
    String template = Files.readString(root.resolve("template.yaml"));
    String definition = Files.readString(root.resolve("statemachine/migration.asl.json"));
    Files.createDirectories(folder.resolve("statemachine"));
    Files.writeString(folder.resolve("statemachine/migration.asl.json"), definition.replace("\"Finish: Done\"", "\"Finish: Done by the next release\""));
    Files.writeString(folder.resolve("statemachine/verification.asl.json"), Files.readString(root.resolve("statemachine/verification.asl.json")));
    assertThat(template).contains("JAVA_TOOL_OPTIONS: ");
    return Files.writeString(
        folder.resolve("template.yaml"),
        template.replace("JAVA_TOOL_OPTIONS: ", "JAVA_TOOL_OPTIONS: " + ADDED + " ").replace("Timeout: 60", "Timeout: 90"));
  }

  private static Map<String, String> variable(Stack stack, String function) {
    Map<String, String> variables = new HashMap<>();
    stack.resources().get(function).properties().at("/Environment/Variables").properties().forEach(v -> variables.put(v.getKey(), v.getValue().asText()));
    return variables;
  }

  private static Map<String, String> kinds(Stack stack) {
    Map<String, String> kinds = new HashMap<>();
    stack.resources().forEach((name, resource) -> kinds.put(name, resource.type() + " " + resource.physicalId()));
    return kinds;
  }

  private void fill() throws SQLException {
    try (Connection connection = target.connect(target.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (String schema : DemoDatabase.SCHEMAS) {
        statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
      }
    }
    try (Connection connection = source.connect(source.admin())) {
      DemoDatabase.create(connection);
      DemoDatabase.fill(connection, 10_000, 7, line -> {});
    }
  }

  private <B extends AwsClientBuilder<B, ?>> B local(B builder) {
    return builder
        .endpointOverride(application.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }
}
