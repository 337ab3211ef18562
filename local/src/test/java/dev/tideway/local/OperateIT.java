package dev.tideway.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import dev.tideway.local.aws.AwsError;
import dev.tideway.local.cloud.CloudListener;
import dev.tideway.local.database.CacheDirectory;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import dev.tideway.local.dms.DmsTimings;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

import static org.assertj.core.api.Assertions.assertThat;

/** The life of a deployment: migrations on schedules, and the way out. In a cloud of its own, since nothing of it is left. */
@EndToEnd
final class OperateIT {
  private static final String SCHEMA = "operate";

  @TempDir private Path folder;

  private final DatabaseServer source = TestServers.ofTheApplication(Flavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(Flavour.TIDB);

  /** What a command printed, and its exit code. */
  private record Ended(int code, String out, String err) {}

  @Test
  void startsAMigrationByItsScheduleAndTakesEverythingAwayAgain() throws Exception {
    create(source, "DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA, "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY) COLLATE utf8mb4_bin", "INSERT INTO " + SCHEMA + ".t VALUES (1), (2)");
    create(target, "DROP DATABASE IF EXISTS " + SCHEMA);
    try (LocalApplication application = start()) {
      Path request = Files.writeString(folder.resolve("request.json"), Json.pretty(request(application)));
      LocalDateTime soon = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(5);

      Ended added = tideway(application, "schedule", "add", "orders", "--at", soon.toString(), "--request", request.toString());
      assertThat(added.code()).as(added.err()).isZero();
      assertThat(added.out()).contains("requests/orders.json", "at(");
      assertThat(tideway(application, "schedule", "list").out()).contains("orders  at(", "{\"request\":\"requests/orders.json\"}");
      Ended twice = tideway(application, "schedule", "add", "orders", "--cron", "0 2 ? * SUN *", "--request", request.toString());
      assertThat(twice.code()).isEqualTo(1);
      assertThat(twice.err()).contains("there is a schedule orders already");

      DescribeExecutionResponse end = application.await(firstExecution(application));
      assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
      assertThat(end.input()).isEqualTo("{\"request\":\"requests/orders.json\"}");
      assertThat(application.denials()).isEmpty();
      String report = application.read("migrations/operate/" + end.name() + "/report.html");
      assertThat(report).contains("delete it before the stack");
      assertThat(tideway(application, "schedule", "remove", "orders").code()).isZero();
      assertThat(tideway(application, "schedule", "remove", "orders").err()).contains("no schedule orders");
      assertThat(tideway(application, "schedule", "list").out()).contains("No schedules");

      assertThat(tideway(application, "schedule", "add", "later", "--cron", "0 2 ? * SUN *", "--request", request.toString()).code()).isZero();
      Ended asked = tideway(application, "uninstall");
      assertThat(asked.code()).isEqualTo(1);
      assertThat(asked.out()).contains("schedule             later", "endpoint             tideway-operate-source", "costs money every hour", "stack                tideway",
          "bucket               " + application.bucket(), "table ");
      assertThat(asked.err()).contains("nothing was deleted");
      assertThat(left(application)).contains("bucket " + application.bucket(), "schedule later", "DescribeReplicationInstances 1", "DescribeEndpoints 2");

      String waiting = application.start(request(application).put("name", "waits").put("notBefore", "2099-01-01T00:00:00Z"));
      Ended refused = tideway(application, "uninstall", "--yes");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains(waiting.substring(waiting.lastIndexOf(':') + 1), "a migration runs", "--force");
      Ended first = killed(application, "deleting replication instance");
      assertThat(first.out()).containsSubsequence("deleting schedule later", "deleting execution", "deleting endpoint", "deleting replication instance");
      Ended second = killed(application, "deleting bucket");
      assertThat(second.out()).doesNotContain("deleting endpoint").containsSubsequence("deleting replication instance", "deleting stack tideway", "deleting bucket");
      Ended done = tideway(application, "uninstall", "--yes");
      assertThat(done.code()).as(done.out() + done.err()).isZero();
      assertThat(done.out()).doesNotContain("deleting stack").containsSubsequence("deleting bucket", "deleting table", "Nothing is left of tideway");
      assertThat(left(application)).isEmpty();
      Ended again = tideway(application, "uninstall", "--yes");
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.out()).contains("Nothing is left of tideway");
    }
  }

  private LocalApplication start() throws Exception {
    return LocalApplication.start(new LocalApplication.Options(Repository.root(), Files.createDirectories(Path.of("target", "operate")).toAbsolutePath(),
        CacheDirectory.standard().root(), Duration.ofMillis(500), DmsTimings.immediate(), new CloudListener() {}, event -> {}, line -> {}));
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
        CloudWatchClient alarms = client(application, CloudWatchClient.builder())) {
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

  /** An uninstallation that dies when it says these words. */
  private static Ended killed(LocalApplication application, String words) {
    StringWriter out = new StringWriter() {
      @Override
      public void write(String text, int from, int length) {
        super.write(text, from, length);
        if (text.contains(words)) {
          throw new IllegalStateException("killed");
        }
      }
    };
    Ended ended = tideway(application, out, "uninstall", "--yes", "--force");
    assertThat(ended.err()).as(ended.out()).contains("killed");
    return ended;
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
