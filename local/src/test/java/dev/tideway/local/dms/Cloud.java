package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.fixture.TwoZones;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A DMS stand-in whose surroundings are in memory, as a caller sees it. */
final class Cloud implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One datapoint. */
  record Datapoint(String name, Map<String, String> dimensions, double value, Instant time) {}

  final List<ObjectNode> events = new CopyOnWriteArrayList<>();
  final List<Datapoint> datapoints = new CopyOnWriteArrayList<>();
  final Map<String, JsonNode> secrets = new ConcurrentHashMap<>();
  final DmsService service;

  Cloud() {
    this(DmsOptions.of("123456789012", "eu-central-1", DmsTimings.immediate()));
  }

  Cloud(DmsOptions options) {
    service = new DmsService(options, events::add,
        (namespace, name, dimensions, value, time) -> datapoints.add(new Datapoint(name, dimensions, value, time)), this::secret,
        new TwoZones());
  }

  private JsonNode secret(String id, String role) throws AwsError {
    JsonNode secret = secrets.get(id);
    if (!role.contains(":role/")) {
      throw new AwsError("AccessDeniedFault", "The IAM Role " + role + " is not configured properly");
    }
    if (secret == null) {
      throw new AwsError("ResourceNotFoundFault", "Secrets Manager can't find the specified secret.");
    }
    return secret;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  JsonNode call(String operation, String request) throws AwsError {
    JsonNode asked = json(request);
    try {
      JsonNode answer = service.call(operation, asked);
      RecordedAnswers.good(operation, asked, answer);
      return answer;
    } catch (AwsError e) {
      RecordedAnswers.refused(operation, asked, e);
      throw e;
    }
  }

  /** A call that must succeed. */
  JsonNode ok(String operation, String request) {
    try {
      return call(operation, request);
    } catch (AwsError e) {
      throw new AssertionError(operation + " " + request + ": " + e.code() + " " + e.getMessage(), e);
    }
  }

  /** The error code and message of a call that must be refused. */
  AwsError refused(String operation, String request) {
    try {
      JsonNode answer = call(operation, request);
      throw new AssertionError(operation + " was not refused: " + answer);
    } catch (AwsError e) {
      return e;
    }
  }

  String instance() {
    String arn = ok("CreateReplicationInstance", """
        {"ReplicationInstanceIdentifier": "Local", "ReplicationInstanceClass": "dms.t3.medium"}
        """).at("/ReplicationInstance/ReplicationInstanceArn").asText();
    LocalWait.until("the instance", () -> instanceStatus(arn).equals("available"));
    return arn;
  }

  String instanceStatus(String arn) {
    return ok("DescribeReplicationInstances", """
        {"Filters": [{"Name": "replication-instance-arn", "Values": ["%s"]}]}
        """.formatted(arn)).at("/ReplicationInstances/0/ReplicationInstanceStatus").asText();
  }

  /** An endpoint on a server, with its address and an account in a secret. */
  String endpoint(String type, DatabaseServer server, DatabaseAccount account) {
    secrets.put("secret-" + type, JSON.createObjectNode().put("host", server.host()).put("port", server.port())
        .put("username", account.user()).put("password", account.password()));
    String attributes = type.equals("target") ? "Initstmt=SET FOREIGN_KEY_CHECKS=0, sql_mode='NO_AUTO_VALUE_ON_ZERO'" : "";
    return ok("CreateEndpoint", """
        {"EndpointIdentifier": "%s", "EndpointType": "%s", "EngineName": "%s", "ExtraConnectionAttributes": "%s",
         "MySQLSettings": {"SecretsManagerSecretId": "secret-%s", "SecretsManagerAccessRoleArn": "arn:aws:iam::123456789012:role/dms"}}
        """.formatted(type, type, server.flavour() == LocalFlavour.MARIADB ? "mariadb" : "mysql", attributes, type))
        .at("/Endpoint/EndpointArn").asText();
  }

  String test(String instance, String endpoint) {
    ok("TestConnection", """
        {"ReplicationInstanceArn": "%s", "EndpointArn": "%s"}
        """.formatted(instance, endpoint));
    LocalWait.until("the connection test", () -> !connection(endpoint).path("Status").asText().equals("testing"));
    return connection(endpoint).path("Status").asText();
  }

  JsonNode connection(String endpoint) {
    return ok("DescribeConnections", """
        {"Filters": [{"Name": "endpoint-arn", "Values": ["%s"]}]}
        """.formatted(endpoint)).at("/Connections/0");
  }

  /** A task over tested endpoints that is ready to start. */
  String task(String instance, String source, String target, String type, String mappings, String settings) {
    ObjectNode request = JSON.createObjectNode();
    request.put("ReplicationTaskIdentifier", "task").put("SourceEndpointArn", source).put("TargetEndpointArn", target);
    request.put("ReplicationInstanceArn", instance).put("MigrationType", type).put("TableMappings", mappings);
    request.put("ReplicationTaskSettings", settings);
    String arn = ok("CreateReplicationTask", request.toString()).at("/ReplicationTask/ReplicationTaskArn").asText();
    awaitStatus(arn, "ready");
    return arn;
  }

  static String mappings(String schema) {
    return """
        {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                    "object-locator": {"schema-name": "%s", "table-name": "%%"}}]}
        """.formatted(schema);
  }

  JsonNode task(String arn) {
    return ok("DescribeReplicationTasks", """
        {"Filters": [{"Name": "replication-task-arn", "Values": ["%s"]}]}
        """.formatted(arn)).at("/ReplicationTasks/0");
  }

  void start(String arn, String type) {
    ok("StartReplicationTask", """
        {"ReplicationTaskArn": "%s", "StartReplicationTaskType": "%s"}
        """.formatted(arn, type));
  }

  void stop(String arn) {
    ok("StopReplicationTask", """
        {"ReplicationTaskArn": "%s"}
        """.formatted(arn));
    awaitStatus(arn, "stopped");
  }

  void awaitStatus(String arn, String status) {
    LocalWait.until(status, () -> {
      JsonNode task = task(arn);
      String now = task.path("Status").asText();
      if (now.equals("failed") && !status.equals("failed")) {
        throw new AssertionError("the task failed: " + task.path("LastFailureMessage").asText());
      }
      return now.equals(status);
    });
  }

  List<JsonNode> statistics(String arn) {
    var all = new ArrayList<JsonNode>();
    ok("DescribeTableStatistics", """
        {"ReplicationTaskArn": "%s"}
        """.formatted(arn)).path("TableStatistics").forEach(all::add);
    return all;
  }

  JsonNode statistics(String arn, String table) {
    return statistics(arn).stream().filter(one -> one.path("TableName").asText().equals(table)).findFirst().orElseThrow();
  }

  void awaitLoaded(String arn) {
    LocalWait.until("the full load", () -> {
      JsonNode task = task(arn);
      if (task.path("Status").asText().equals("failed")) {
        throw new AssertionError("the task failed: " + task.path("LastFailureMessage").asText());
      }
      return task.path("ReplicationTaskStats").hasNonNull("FullLoadFinishDate");
    });
  }

  /** Waits until everything that the source's binlog contains now has been applied. */
  void awaitDrained(String arn, LocalBinlogPosition goal) {
    LocalWait.until("the changes up to " + goal, () -> {
      JsonNode task = task(arn);
      if (task.path("Status").asText().equals("failed")) {
        throw new AssertionError("the task failed: " + task.path("LastFailureMessage").asText());
      }
      return position(task.path("RecoveryCheckpoint").asText()).reached(goal);
    });
  }

  /** The end position in a checkpoint: file, last event, -1, end. */
  static LocalBinlogPosition position(String checkpoint) {
    String[] parts = checkpoint.split("#")[2].split(":");
    return new LocalBinlogPosition(parts[0], Long.parseLong(parts[3]));
  }

  List<String> eventTypes() {
    return events.stream().map(event -> event.at("/detail/eventType").asText()).toList();
  }

  @Override
  public void close() {
    service.close();
  }
}
