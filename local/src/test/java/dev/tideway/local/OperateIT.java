package dev.tideway.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.dms.DmsTimings;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

import static org.assertj.core.api.Assertions.assertThat;

/** The life of a deployment: migrations on schedules, and the uninstallation. It has a separate cloud, because nothing of it is left. */
@EndToEnd
final class OperateIT {
  private static final String SCHEMA = "operate";

  @TempDir private Path folder;

  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  /** What a command printed, and its exit code. */
  private record Ended(int code, String out, String err) {}

  @Test
  void startsAMigrationByItsScheduleAndTakesEverythingAwayAgain() throws Exception {
    create(source, "DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY) COLLATE utf8mb4_bin", "INSERT INTO " + SCHEMA + ".t VALUES (1), (2)");
    create(target, "DROP DATABASE IF EXISTS " + SCHEMA);
    try (LocalApplication application = start()) {
      Path request = Files.writeString(folder.resolve("request.json"), Json.pretty(request(application)));
      // the first command of a process takes seconds on a busy server, and a time that has passed by then would never start
      assertThat(tideway(application, "schedule", "list").out()).contains("No schedules");
      LocalDateTime soon = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(15);

      Ended added = tideway(application, "schedule", "add", "orders", "--at", soon.toString(), "--request", request.toString());
      assertThat(added.code()).as(added.err()).isZero();
      assertThat(added.out()).contains("requests/orders.json", "at(");
      assertThat(tideway(application, "schedule", "list").out()).contains("orders  at(", "{\"request\":\"requests/orders.json\"}");
      Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"name\": \"two--hyphens\", \"schemas\": []}");
      Ended refusedRequest = tideway(application, "schedule", "add", "wrong", "--cron", "0 2 ? * SUN *", "--request", wrong.toString());
      assertThat(refusedRequest.code()).isEqualTo(1);
      assertThat(refusedRequest.err()).contains("mistakes:", "/name", "/source", "/target", "/schemas");
      Ended twice = tideway(application, "schedule", "add", "orders", "--cron", "0 2 ? * SUN *", "--request", request.toString());
      assertThat(twice.code()).isEqualTo(1);
      assertThat(twice.err()).contains("there is a schedule orders already");

      DescribeExecutionResponse end = application.await(firstExecution(application));
      assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
      assertThat(end.input()).isEqualTo("{\"request\":\"requests/orders.json\"}");
      assertThat(application.denials()).isEmpty();
      String report = application.read("migrations/operate/" + end.name() + "/report.html");
      assertThat(report).contains("delete them before the stack");
      assertThat(tideway(application, "schedule", "remove", "orders").code()).isZero();
      assertThat(tideway(application, "schedule", "remove", "orders").err()).contains("no schedule orders");
      assertThat(tideway(application, "schedule", "list").out()).contains("No schedules");

      assertThat(tideway(application, "schedule", "add", "later", "--cron", "0 2 ? * SUN *", "--request", request.toString()).code()).isZero();
      Ended asked = tideway(application, "uninstall");
      assertThat(asked.code()).isEqualTo(1);
      assertThat(asked.out()).contains("schedule             later", "replication task     tideway-operate-1", "endpoint             tideway-operate-source",
          "costs money every hour", "stack                tideway", "bucket               " + application.bucket(), "table ");
      assertThat(asked.err()).contains("nothing was deleted");

      anotherStack(application);
      refusesBeforeAnythingIsGone(application);
      String[] nothingElse = {"DescribeEndpoints 1", "alarm tideway-other-1-CDCLatencySource"};
      putAlarm(application, "tideway-operate-1-CDCLatencySource", application.stack().ref("Topic").orElseThrow());

      Ended first = killed(application, "deleting replication instance");
      assertThat(first.out()).containsSubsequence("deleting schedule later", "deleting execution", "deleting alarm tideway-operate-1", "deleting replication task",
          "deleting endpoint", "deleting replication instance");
      Ended second = tideway(application, once("deleting stack", () -> madeMeanwhile(application)), "uninstall", "--yes", "--force", "--keep-data");
      assertThat(second.code()).as(second.out() + second.err()).isZero();
      assertThat(second.out()).containsSubsequence("deleting replication instance", "deleting stack tideway", "deleting endpoint tideway-meanwhile-source", "except its bucket and its table");
      assertThat(left(application)).contains(nothingElse).contains("bucket " + application.bucket()).hasSize(nothingElse.length + 2);
      Ended third = killed(application, "deleting bucket");
      assertThat(third.out()).doesNotContain("deleting stack", "deleting endpoint");
      Ended done = tideway(application, "uninstall", "--yes");
      assertThat(done.code()).as(done.out() + done.err()).isZero();
      assertThat(done.out()).doesNotContain("deleting stack").containsSubsequence("deleting bucket", "deleting table", "Nothing is left of tideway");
      assertThat(left(application)).containsExactlyInAnyOrder(nothingElse);
      Ended again = tideway(application, "uninstall", "--yes");
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.out()).contains("Nothing is left of tideway");
    }
  }

  /** Resources of a stack in the same account that must not be deleted: like Tideway's by name and tag. */
  private static void anotherStack(LocalApplication application) throws AwsError {
    endpoint(application, "tideway-other-source", "other", Json.object());
    putAlarm(application, "tideway-other-1-CDCLatencySource", "arn:aws:sns:us-east-1:123456789012:another-topic");
  }

  /** All reasons against it are reported together, and nothing is deleted. */
  private void refusesBeforeAnythingIsGone(LocalApplication application) throws Exception {
    String waiting = application.start(request(application).put("name", "waits").put("notBefore", "2099-01-01T00:00:00Z"));
    String role = "arn:aws:iam::123456789012:role/" + application.stack().ref("DmsSecretsRole").orElseThrow();
    String secret = application.storeSecret("tideway/theirs", source, source.migration());
    String theirs = endpoint(application, "theirs", "nobody", Json.object().put("SecretsManagerAccessRoleArn", role).put("SecretsManagerSecretId", secret));
    lock(application, "operate", "failed");
    protect(application, true);
    List<String> before = left(application);
    assertThat(before).contains("bucket " + application.bucket(), "schedule later", "stack tideway", "DescribeReplicationTasks 1", "DescribeReplicationInstances 1", "DescribeEndpoints 4");

    Ended careful = tideway(application, "uninstall", "--yes");
    assertThat(careful.code()).isEqualTo(1);
    assertThat(careful.err()).contains(waiting.substring(waiting.lastIndexOf(':') + 1), "a migration runs", "--force", "TW-E076 tideway-operate-1", "endpoints theirs",
        "--no-enable-termination-protection");
    Ended forced = tideway(application, "uninstall", "--yes", "--force");
    assertThat(forced.code()).isEqualTo(1);
    assertThat(forced.err()).contains("endpoints theirs", "--no-enable-termination-protection").doesNotContain("a migration runs", "TW-E076");
    assertThat(left(application)).containsExactlyInAnyOrderElementsOf(before);

    protect(application, false);
    application.dms().call("DeleteEndpoint", Json.object().put("EndpointArn", theirs));
  }

  /** A function of a stopped execution still runs for a while: it takes a lock, and creates an endpoint. */
  private static void madeMeanwhile(LocalApplication application) {
    try {
      lock(application, "meanwhile", "running");
      endpoint(application, "tideway-meanwhile-source", "meanwhile", Json.object());
    } catch (AwsError e) {
      throw new IllegalStateException(e);
    }
  }

  private static String endpoint(LocalApplication application, String name, String migration, ObjectNode settings) throws AwsError {
    ObjectNode endpoint = Json.object().put("EndpointIdentifier", name).put("EndpointType", "source").put("EngineName", "mysql");
    endpoint.putArray("Tags").addObject().put("Key", "tideway:migration").put("Value", migration);
    if (settings.isEmpty()) {
      endpoint.put("ServerName", "db.example.com").put("Port", 3306).put("Username", "dms").put("Password", "secret");
    } else {
      endpoint.set("MySQLSettings", settings);
    }
    return application.dms().call("CreateEndpoint", endpoint).path("Endpoint").path("EndpointArn").asText();
  }

  private static void lock(LocalApplication application, String migration, String status) {
    try (DynamoDbClient tables = client(application, DynamoDbClient.builder())) {
      tables.updateItem(r -> r.tableName(application.stack().ref("Table").orElseThrow())
          .key(Map.of("kind", AttributeValue.fromS("LOCK"), "id", AttributeValue.fromS(migration)))
          .updateExpression("SET #status = :status").expressionAttributeNames(Map.of("#status", "status"))
          .expressionAttributeValues(Map.of(":status", AttributeValue.fromS(status))));
    }
  }

  private static void putAlarm(LocalApplication application, String name, String topic) {
    try (CloudWatchClient alarms = client(application, CloudWatchClient.builder())) {
      alarms.putMetricAlarm(r -> r.alarmName(name).namespace("AWS/DMS").metricName("CDCLatencySource").statistic(Statistic.AVERAGE).period(60)
          .evaluationPeriods(10).threshold(600.0).comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD).alarmActions(topic));
    }
  }

  private static void protect(LocalApplication application, boolean on) {
    try (CloudFormationClient stacks = client(application, CloudFormationClient.builder())) {
      stacks.updateTerminationProtection(r -> r.stackName(LocalApplication.STACK).enableTerminationProtection(on));
    }
  }

  private LocalApplication start() throws Exception {
    return LocalApplication.start(new LocalApplication.Options(Checkout.root(), Files.createDirectories(Path.of("target", "operate")).toAbsolutePath(),
        CacheDirectory.standard().root(), Duration.ofMillis(500), DmsTimings.immediate(), new PrintedGateway(), event -> {}, line -> {}));
  }

  private ObjectNode request(LocalApplication application) {
    ObjectNode request = Json.object().put("name", "operate").put("finish", "keep");
    endpoint(application, request, "source", source);
    endpoint(application, request, "target", target);
    request.set("schemas", Json.tree(List.of(SCHEMA)));
    request.set("cutover", Json.object().put("approval", "none").put("freeze", "declared").put("maxLagSeconds", 5).put("lagSamples", 1));
    request.set("replication", Json.object().set("subnets", Json.tree(List.of("subnet-00000001", "subnet-00000002"))));
    return request;
  }

  private static void endpoint(LocalApplication application, ObjectNode request, String which, DatabaseServer server) {
    String secret = application.storeSecret("tideway/operate-" + which + "-" + System.nanoTime(), server, server.migration());
    ObjectNode endpoint = request.putObject(which).put("secret", secret).put("tls", "none");
    server.certificateAuthority().ifPresent(pem -> endpoint.put("tls", "verifyCa").put("certificate", pem));
  }

  private static String firstExecution(LocalApplication application) throws InterruptedException {
    try (SfnClient states = client(application, SfnClient.builder())) {
      List<ExecutionListItem> executions = List.of();
      while (executions.isEmpty()) {
        Thread.sleep(100);
        executions = states.listExecutions(r -> r.stateMachineArn(application.stateMachine())).executions();
      }
      return executions.getFirst().executionArn();
    }
  }

  /** Everything of the deployment that can be found from outside. */
  private static List<String> left(LocalApplication application) throws AwsError {
    List<String> left = new ArrayList<>();
    for (String list : List.of("ReplicationTasks", "Endpoints", "ReplicationInstances", "ReplicationSubnetGroups", "Certificates")) {
      int found = count(application, list);
      if (found > 0) {
        left.add("Describe" + list + " " + found);
      }
    }
    try (S3Client s3 = client(application, S3Client.builder().forcePathStyle(true));
        DynamoDbClient tables = client(application, DynamoDbClient.builder());
        SchedulerClient schedules = client(application, SchedulerClient.builder());
        CloudWatchClient alarms = client(application, CloudWatchClient.builder());
        CloudFormationClient stacks = client(application, CloudFormationClient.builder());
        CloudWatchLogsClient logs = client(application, CloudWatchLogsClient.builder())) {
      stacks.describeStacks().stacks().stream().map(Stack::stackName).forEach(name -> left.add("stack " + name));
      logs.describeLogGroups().logGroups().stream().map(LogGroup::logGroupName).forEach(name -> left.add("log group " + name));
      s3.listBuckets().buckets().stream().map(Bucket::name).filter(name -> !name.endsWith("-code")).forEach(name -> left.add("bucket " + name));
      tables.listTables().tableNames().forEach(name -> left.add("table " + name));
      schedules.listSchedules(r -> {}).schedules().stream().map(ScheduleSummary::name).forEach(name -> left.add("schedule " + name));
      alarms.describeAlarms().metricAlarms().forEach(alarm -> left.add("alarm " + alarm.alarmName()));
    }
    return left;
  }

  private static int count(LocalApplication application, String list) throws AwsError {
    try {
      return application.dms().call("Describe" + list, Json.object()).path(list).size();
    } catch (AwsError e) {
      if (e.code().equals("ResourceNotFoundFault")) {
        return 0;
      }
      throw e;
    }
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(LocalApplication application, B builder) {
    return builder.endpointOverride(URI.create(application.endpoint().toString())).region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "local"))).build();
  }

  /** An uninstallation that is killed when it prints this text. */
  private static Ended killed(LocalApplication application, String words) {
    StringWriter out = once(words, () -> {
      throw new IllegalStateException("killed");
    });
    Ended ended = tideway(application, out, "uninstall", "--yes", "--force");
    assertThat(ended.err()).as(ended.out()).contains("killed");
    return ended;
  }

  /** Runs an action when this text is printed. */
  private static StringWriter once(String words, Runnable deed) {
    return new StringWriter() {
      @Override
      public void write(String text, int from, int length) {
        super.write(text, from, length);
        if (text.contains(words)) {
          deed.run();
        }
      }
    };
  }

  private static Ended tideway(LocalApplication application, String... arguments) {
    return tideway(application, new StringWriter(), arguments);
  }

  private static Ended tideway(LocalApplication application, StringWriter out, String... arguments) {
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", application.endpoint().toString()));
    int code = Tideway.execute(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  private static void create(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect(server.admin()); Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
