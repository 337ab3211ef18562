package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Endpoints and their connections: the tested pairs of endpoint and instance. Every method runs under the service's lock. */
final class LocalEndpoints {
  private static final Set<String> ENGINES = Set.of("mysql", "mariadb", "aurora");
  /** DMS user guide, "Using SSL with AWS Database Migration Service": {@code require} is not supported for these engines. */
  private static final Set<String> SSL_MODES = Set.of("none", "verify-ca", "verify-full");
  private static final Set<String> MEMBERS = Set.of("EndpointIdentifier", "EndpointArn", "EndpointType", "EngineName", "Username",
      "Password", "ServerName", "Port", "ExtraConnectionAttributes", "KmsKeyId", "Tags", "CertificateArn", "SslMode", "MySQLSettings",
      "ResourceIdentifier", "ExactSettings");
  private static final Set<String> MYSQL_MEMBERS = Set.of("AfterConnectScript", "CleanSourceMetadataOnMismatch", "EventsPollInterval",
      "TargetDbType", "MaxFileSize", "ParallelLoadThreads", "Password", "Port", "ServerName", "ServerTimezone", "Username",
      "SecretsManagerAccessRoleArn", "SecretsManagerSecretId", "ExecuteTimeout");
  private static final String PEM = "CertificatePem";
  private static final List<String> ADDRESS = List.of("ServerName", "Port", "Username", "Password");

  private final DmsOptions options;
  private final LocalDmsAccount account;
  private final Arns arns;
  private final Tags tags;
  private final Infrastructure infrastructure;
  private final Secrets secrets;
  private final Faults faults;
  private final Clockwork clockwork;
  /** Each endpoint includes its password, which Describe does not return. */
  private final Registry<ObjectNode> endpoints = new Registry<>("Endpoint", "Endpoints",
      Map.of("endpoint-arn", Registry.member("EndpointArn"), "endpoint-id", Registry.member("EndpointIdentifier"),
          "endpoint-type", Registry.member("EndpointType"), "engine-name", Registry.member("EngineName")),
      LocalEndpoints::shown);
  private final Registry<ObjectNode> connections = new Registry<>("Connection", "Connections",
      Map.of("endpoint-arn", Registry.member("EndpointArn"), "replication-instance-arn", Registry.member("ReplicationInstanceArn")),
      ObjectNode::deepCopy);
  /** Counts the tests of a connection, so that an older test that ends late changes nothing. */
  private final Map<String, Integer> tests = new HashMap<>();

  LocalEndpoints(DmsOptions options, LocalDmsAccount account, Arns arns, Tags tags, Infrastructure infrastructure, Secrets secrets, Faults faults,
      Clockwork clockwork) {
    this.options = options;
    this.account = account;
    this.arns = arns;
    this.tags = tags;
    this.infrastructure = infrastructure;
    this.secrets = secrets;
    this.faults = faults;
    this.clockwork = clockwork;
    account.counts("Endpoints", endpoints::size);
  }

  boolean exists(String arn) {
    return endpoints.contains(arn);
  }

  private static ObjectNode shown(ObjectNode endpoint) {
    ObjectNode copy = endpoint.deepCopy();
    copy.remove("Password");
    copy.remove(PEM);
    if (copy.path("MySQLSettings") instanceof ObjectNode settings) {
      settings.remove("Password");
    }
    return copy;
  }

  ObjectNode create(JsonNode request) throws AwsError {
    String id = Requests.identifier(request, "EndpointIdentifier", 255);
    endpoints.refuseDuplicate("EndpointIdentifier", id);
    account.refuseOneMore("Endpoints");
    Tags.check(request.path("Tags"));
    String arn = arns.of("endpoint", request);
    ObjectNode node = Requests.object();
    node.put("EndpointIdentifier", id).put("EndpointArn", arn).put("Status", "active");
    node.put("EndpointType", Requests.oneOf("EndpointType", Requests.text(request, "EndpointType"), Set.of("source", "target")));
    node.put("SslMode", "none");
    node.put("KmsKeyId", request.path("KmsKeyId").asText("arn:aws:kms:" + options.region() + ":" + options.account() + ":key/local"));
    Requests.text(request, "EngineName");
    overlay(node, request);
    endpoints.put(arn, node);
    tags.put(arn, request.path("Tags"));
    return Infrastructure.answer("Endpoint", shown(node));
  }

  /** Copies the request's values and checks the result. */
  private void overlay(ObjectNode node, JsonNode request) throws AwsError {
    Requests.onlyMembers(request, "an endpoint of engine mysql, mariadb or aurora", MEMBERS);
    Requests.onlyMembers(request.path("MySQLSettings"), "MySQLSettings", MYSQL_MEMBERS);
    for (String member : List.of("EngineName", "Username", "Password", "ServerName", "ExtraConnectionAttributes", "CertificateArn",
        "SslMode")) {
      if (request.hasNonNull(member)) {
        node.put(member, request.path(member).asText());
      }
    }
    if (request.hasNonNull("Port")) {
      node.put("Port", request.path("Port").asInt());
    }
    if (request.path("MySQLSettings") instanceof ObjectNode given) {
      ObjectNode settings = node.withObject("/MySQLSettings");
      settings.setAll(given.deepCopy());
      // an address in the settings becomes the endpoint's address
      for (String member : ADDRESS) {
        if (given.hasNonNull(member)) {
          node.set(member, given.get(member));
        }
      }
    }
    String engine = Requests.oneOf("EngineName", node.path("EngineName").asText(), ENGINES);
    node.put("EngineDisplayName", switch (engine) {
      case "mariadb" -> "MariaDB";
      case "aurora" -> "Amazon Aurora MySQL";
      default -> "MySQL";
    });
    checkAddress(node);
    checkSecret(node.path("MySQLSettings"));
    checkTls(node);
    ConnectionAttributes.parse(node.path("ExtraConnectionAttributes").asText(""));
    Optional<String> targetDbType = Requests.optionalText(node.path("MySQLSettings"), "TargetDbType");
    if (targetDbType.isPresent()) {
      Requests.oneOf("TargetDbType", targetDbType.get(), Set.of("multiple-databases"));
    }
  }

  private static void checkAddress(ObjectNode node) throws AwsError {
    JsonNode settings = node.path("MySQLSettings");
    boolean secret = settings.hasNonNull("SecretsManagerSecretId");
    boolean role = settings.hasNonNull("SecretsManagerAccessRoleArn");
    if (secret != role) {
      throw Requests.combination("SecretsManagerSecretId and SecretsManagerAccessRoleArn must be specified together.");
    }
    for (String member : ADDRESS) {
      if (secret && node.hasNonNull(member)) {
        throw Requests.combination("The parameters SecretsManagerSecretId and " + member + " cannot both be specified: the address and"
            + " the credentials are either in the secret or in the endpoint.");
      }
      if (!secret && !node.hasNonNull(member)) {
        throw Requests.combination("The parameter " + member + " must be provided, or a secret with SecretsManagerSecretId.");
      }
    }
  }

  /** The role and the secret must exist, and the role must be allowed to read the secret. The secret's content is checked at the connection. */
  private void checkSecret(JsonNode settings) throws AwsError {
    if (settings.hasNonNull("SecretsManagerSecretId")) {
      secrets.check(settings.path("SecretsManagerSecretId").asText(), settings.path("SecretsManagerAccessRoleArn").asText());
    }
  }

  private void checkTls(ObjectNode node) throws AwsError {
    String mode = node.path("SslMode").asText();
    if (mode.equals("require")) {
      throw Requests.combination("SSL mode require is not supported for the engine " + node.path("EngineName").asText() + ".");
    }
    Requests.oneOf("SslMode", mode, SSL_MODES);
    boolean verifies = mode.startsWith("verify");
    if (verifies && !node.hasNonNull("CertificateArn")) {
      throw Requests.combination("SSL mode " + mode + " requires a CertificateArn.");
    }
    if (node.hasNonNull("CertificateArn")) {
      // stored with the endpoint, so that a session does not have to read the registry
      node.put(PEM, infrastructure.certificatePem(node.path("CertificateArn").asText()));
    }
  }

  ObjectNode modify(JsonNode request, Set<String> busy) throws AwsError {
    String arn = Requests.text(request, "EndpointArn");
    ObjectNode node = endpoints.get(arn);
    if (busy.contains(arn)) {
      throw Requests.state("Endpoint " + arn + " is used by a running replication task and cannot be modified.");
    }
    ObjectNode changed = node.deepCopy();
    if (request.hasNonNull("EndpointIdentifier")) {
      String id = Requests.identifier(request, "EndpointIdentifier", 255);
      if (!id.equals(node.path("EndpointIdentifier").asText())) {
        endpoints.refuseDuplicate("EndpointIdentifier", id);
      }
      changed.put("EndpointIdentifier", id);
    }
    overlay(changed, request);
    endpoints.put(arn, changed);
    // DMS tests the connections of a modified endpoint by itself
    for (ObjectNode connection : connections.all()) {
      if (connection.path("EndpointArn").asText().equals(arn)) {
        connection.put("EndpointIdentifier", changed.path("EndpointIdentifier").asText());
        begin(connection);
      }
    }
    return Infrastructure.answer("Endpoint", shown(changed));
  }

  ObjectNode describe(JsonNode request) throws AwsError {
    return endpoints.describe(request);
  }

  /** An endpoint of the type that the task needs. */
  ObjectNode get(String arn, String type) throws AwsError {
    ObjectNode node = endpoints.get(arn);
    if (!node.path("EndpointType").asText().equals(type)) {
      throw Requests.invalid("Endpoint " + arn + " is not a " + type + " endpoint.");
    }
    if (!node.path("Status").asText().equals("active")) {
      throw Requests.state("Endpoint " + arn + " is not active.");
    }
    return node;
  }

  ObjectNode delete(JsonNode request, Set<String> used) throws AwsError {
    String arn = Requests.text(request, "EndpointArn");
    ObjectNode node = endpoints.get(arn);
    if (used.contains(arn)) {
      throw Requests.state("Endpoint " + arn + " is part of one or more replication tasks and cannot be deleted.");
    }
    node.put("Status", "deleting");
    clockwork.later(options.timings().deletion(), () -> {
      endpoints.remove(arn);
      tags.forget(arn);
      forgetConnections("EndpointArn", arn);
    });
    return Infrastructure.answer("Endpoint", shown(node));
  }

  /** Removes the connections of a deleted endpoint or instance. */
  void forgetConnections(String member, String arn) {
    for (ObjectNode connection : connections.all()) {
      if (connection.path(member).asText().equals(arn)) {
        connections.remove(key(connection));
      }
    }
  }

  Set<String> certificatesInUse() {
    return endpoints.all().stream().map(node -> node.path("CertificateArn").asText()).collect(Collectors.toSet());
  }

  ObjectNode test(JsonNode request) throws AwsError {
    String instanceArn = Requests.text(request, "ReplicationInstanceArn");
    String endpointArn = Requests.text(request, "EndpointArn");
    ObjectNode instance = infrastructure.availableInstance(instanceArn);
    ObjectNode endpoint = endpoints.get(endpointArn);
    String key = instanceArn + " " + endpointArn;
    Optional<ObjectNode> known = connections.find(key);
    if (known.isPresent() && known.get().path("Status").asText().equals("testing")) {
      throw Requests.state("The connection of endpoint " + endpointArn + " is already being tested.");
    }
    if (known.isEmpty()) {
      long others = connections.all().stream().filter(one -> one.path("ReplicationInstanceArn").asText().equals(instanceArn)).count();
      account.refuseBeyond("EndpointsPerReplicationInstance", others + 1);
    }
    ObjectNode connection = known.orElseGet(Requests::object);
    connection.put("ReplicationInstanceArn", instanceArn).put("EndpointArn", endpointArn);
    connection.put("EndpointIdentifier", endpoint.path("EndpointIdentifier").asText());
    connection.put("ReplicationInstanceIdentifier", instance.path("ReplicationInstanceIdentifier").asText());
    connections.put(key, connection);
    begin(connection);
    ObjectNode answer = Infrastructure.answer("Connection", connection);
    ObjectNode shown = (ObjectNode) answer.path("Connection");
    shown.put("Status", "testing").remove("LastFailureMessage");
    return answer;
  }

  private static String key(ObjectNode connection) {
    return connection.path("ReplicationInstanceArn").asText() + " " + connection.path("EndpointArn").asText();
  }

  private void begin(ObjectNode connection) {
    int number = tests.merge(key(connection), 1, Integer::sum);
    Duration stale = connection.hasNonNull("Status") ? faults.staleConnectionTest() : Duration.ZERO;
    if (stale.isZero()) {
      testing(connection, number);
    } else {
      clockwork.later(stale, () -> testing(connection, number));
    }
  }

  private boolean current(ObjectNode connection, int number) {
    return tests.getOrDefault(key(connection), 0) == number && connections.contains(key(connection));
  }

  private void testing(ObjectNode connection, int number) {
    if (!current(connection, number)) {
      return;
    }
    connection.put("Status", "testing").remove("LastFailureMessage");
    Faults.ConnectionTest behaviour = faults.connectionTest();
    if (behaviour == Faults.ConnectionTest.STUCK) {
      return;
    }
    clockwork.later(options.timings().connectionTest(), () -> endpoints.find(connection.path("EndpointArn").asText())
        .ifPresent(endpoint -> {
          ObjectNode copy = endpoint.deepCopy();
          clockwork.work(() -> {
            Optional<String> failure = behaviour == Faults.ConnectionTest.FAILED
                ? Optional.of(failure("Failed to connect", "Cannot connect to the server")) : attempt(copy);
            clockwork.locked(() -> tested(connection, number, failure));
          });
        }));
  }

  private void tested(ObjectNode connection, int number, Optional<String> failure) {
    if (current(connection, number)) {
      connection.put("Status", failure.isPresent() ? "failed" : "successful");
      failure.ifPresent(message -> connection.put("LastFailureMessage", message));
    }
  }

  private Optional<String> attempt(ObjectNode endpoint) {
    try {
      EndpointAddress address = address(endpoint);
      boolean source = endpoint.path("EndpointType").asText().equals("source");
      try (Connection connection = source ? LocalSessions.source(address) : LocalSessions.target(address)) {
        LocalSessions.run(connection, "SELECT 1");
        return Optional.empty();
      }
    } catch (AwsError e) {
      return Optional.of(failure("Failed to retrieve secret", e.getMessage()));
    } catch (SQLException e) {
      return Optional.of(failure("Failed to connect Network error has occurred, Cannot connect to ODBC provider Network error has occurred",
          e.getMessage()));
    }
  }

  private static String failure(String message, String detail) {
    return "Test Endpoint failed: Application-Status: 1020912, Application-Message: " + message
        + ", Application-Detailed-Message: RetCode: SQL_ERROR  SqlState: HY000 NativeError: 2003 Message: " + detail;
  }

  /** The database address of an endpoint's copy; it reads the secret, so it must not be called under the lock. */
  EndpointAddress address(ObjectNode endpoint) throws AwsError {
    return EndpointAddress.of(endpoint, Requests.optionalText(endpoint, PEM), secrets);
  }

  ObjectNode describeConnections(JsonNode request) throws AwsError {
    return connections.describe(request);
  }

  /** Refuses a start without a successful test of the pair. */
  void requireTested(String endpointArn, String instanceArn) throws AwsError {
    Optional<ObjectNode> connection = connections.find(instanceArn + " " + endpointArn);
    if (connection.isEmpty() || !connection.get().path("Status").asText().equals("successful")) {
      throw Requests.state("Test connection for replication instance and endpoint should be successful for starting the replication"
          + " task: " + instanceArn + ", " + endpointArn);
    }
  }

  ObjectNode deleteConnection(JsonNode request) throws AwsError {
    String key = Requests.text(request, "ReplicationInstanceArn") + " " + Requests.text(request, "EndpointArn");
    ObjectNode connection = connections.get(key);
    if (connection.path("Status").asText().equals("deleting")) {
      throw Requests.state("The connection is being deleted already.");
    }
    connection.put("Status", "deleting");
    tests.merge(key, 1, Integer::sum);
    clockwork.later(options.timings().deletion(), () -> connections.remove(key));
    return Infrastructure.answer("Connection", connection);
  }

}
