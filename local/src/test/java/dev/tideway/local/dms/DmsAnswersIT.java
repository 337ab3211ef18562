package dev.tideway.local.dms;

import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers that need databases, and a refusal of every operation; {@code .ci/aws-rules dms} compares them with the service's model. */
class DmsAnswersIT {
  private static final String NOBODY = "arn:aws:dms:eu-central-1:123456789012:task:nobody";
  /** Operation and a request that DMS refuses. */
  private static final Map<String, String> REFUSED = Map.ofEntries(
      Map.entry("AddTagsToResource", "{\"ResourceArn\": \"" + NOBODY + "\", \"Tags\": []}"),
      Map.entry("CreateEndpoint", "{\"EndpointIdentifier\": \"1\", \"EndpointType\": \"source\", \"EngineName\": \"mysql\"}"),
      Map.entry("CreateReplicationInstance", "{\"ReplicationInstanceIdentifier\": \"i\", \"ReplicationInstanceClass\": \"dms.none\"}"),
      Map.entry("CreateReplicationSubnetGroup", """
          {"ReplicationSubnetGroupIdentifier": "g", "ReplicationSubnetGroupDescription": "d", "SubnetIds": ["subnet-1"]}"""),
      Map.entry("CreateReplicationTask", "{\"ReplicationTaskIdentifier\": \"t\", \"SourceEndpointArn\": \"" + NOBODY + "\"}"),
      Map.entry("DeleteCertificate", "{\"CertificateArn\": \"" + NOBODY + "\"}"),
      Map.entry("DeleteConnection", "{\"EndpointArn\": \"" + NOBODY + "\", \"ReplicationInstanceArn\": \"" + NOBODY + "\"}"),
      Map.entry("DeleteEndpoint", "{\"EndpointArn\": \"" + NOBODY + "\"}"),
      Map.entry("DeleteReplicationInstance", "{\"ReplicationInstanceArn\": \"" + NOBODY + "\"}"),
      Map.entry("DeleteReplicationSubnetGroup", "{\"ReplicationSubnetGroupIdentifier\": \"nobody\"}"),
      Map.entry("DeleteReplicationTask", "{\"ReplicationTaskArn\": \"" + NOBODY + "\"}"),
      Map.entry("DescribeCertificates", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeConnections", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeEndpoints", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeEngineVersions", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeOrderableReplicationInstances", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeReplicationInstances", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeReplicationSubnetGroups", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeReplicationTasks", "{\"Marker\": \"nonsense\"}"),
      Map.entry("DescribeTableStatistics", "{\"ReplicationTaskArn\": \"" + NOBODY + "\"}"),
      Map.entry("ImportCertificate", "{\"CertificateIdentifier\": \"c\", \"CertificatePem\": \"nonsense\"}"),
      Map.entry("ListTagsForResource", "{\"ResourceArn\": \"" + NOBODY + "\"}"),
      Map.entry("ModifyEndpoint", "{\"EndpointArn\": \"" + NOBODY + "\"}"),
      Map.entry("ModifyReplicationTask", "{\"ReplicationTaskArn\": \"" + NOBODY + "\"}"),
      Map.entry("ReloadTables", "{\"ReplicationTaskArn\": \"" + NOBODY + "\", \"TablesToReload\": []}"),
      Map.entry("RemoveTagsFromResource", "{\"ResourceArn\": \"" + NOBODY + "\", \"TagKeys\": []}"),
      Map.entry("StartReplicationTask",
          "{\"ReplicationTaskArn\": \"" + NOBODY + "\", \"StartReplicationTaskType\": \"start-replication\"}"),
      Map.entry("StopReplicationTask", "{\"ReplicationTaskArn\": \"" + NOBODY + "\"}"),
      Map.entry("TestConnection", "{\"EndpointArn\": \"" + NOBODY + "\", \"ReplicationInstanceArn\": \"" + NOBODY + "\"}"));

  @Test
  void refusesABadRequestOfEveryOperation() {
    try (var cloud = new Cloud()) {
      REFUSED.forEach((operation, request) -> assertThat(cloud.refused(operation, request).status()).as(operation).isEqualTo(400));
    }
  }

  @Test
  void answersWithoutADatabase() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String tagged = "{\"ResourceArn\": \"" + instance + "\"";
      cloud.ok("AddTagsToResource", tagged + ", \"Tags\": [{\"Key\": \"k\", \"Value\": \"v\"}]}");
      assertThat(cloud.ok("ListTagsForResource", tagged + "}").path("TagList")).hasSize(1);
      cloud.ok("RemoveTagsFromResource", tagged + ", \"TagKeys\": [\"k\"]}");
      for (String operation : List.of("DescribeAccountAttributes", "DescribeCertificates", "DescribeEngineVersions",
          "DescribeOrderableReplicationInstances", "DescribeReplicationSubnetGroups")) {
        assertThat(cloud.ok(operation, "{}").isObject()).as(operation).isTrue();
      }
    }
  }

  @Test
  void answersThroughATasksLife() throws SQLException {
    DatabaseServer from = TestServers.shared(LocalFlavour.MARIADB);
    DatabaseServer to = TestServers.shared(LocalFlavour.MYSQL);
    try (var cloud = new Cloud(); Connection source = from.connect(from.admin()); Connection target = to.connect(to.admin())) {
      for (Connection side : List.of(source, target)) {
        run(side, "CREATE DATABASE answers", "CREATE TABLE answers.t (id INT PRIMARY KEY, v VARCHAR(9))");
      }
      run(source, "INSERT INTO answers.t VALUES (1, 'one'), (2, 'two')");
      String certificate = cloud.ok("ImportCertificate", Requests.object().put("CertificateIdentifier", "ca")
          .put("CertificatePem", from.certificateAuthority().orElseThrow()).toString()).at("/Certificate/CertificateArn").asText();
      cloud.ok("DeleteCertificate", "{\"CertificateArn\": \"" + certificate + "\"}");
      String instance = cloud.instance();
      String sourceArn = cloud.endpoint("source", from, from.admin());
      String targetArn = cloud.endpoint("target", to, to.admin());
      assertThat(cloud.test(instance, sourceArn)).isEqualTo("successful");
      assertThat(cloud.test(instance, targetArn)).isEqualTo("successful");
      String task = cloud.task(instance, sourceArn, targetArn, "full-load-and-cdc", Cloud.mappings("answers"), """
          {"FullLoadSettings": {"TargetTablePrepMode": "TRUNCATE_BEFORE_LOAD"}}
          """);
      cloud.ok("ModifyReplicationTask", "{\"ReplicationTaskArn\": \"" + task + "\", \"ReplicationTaskIdentifier\": \"renamed\"}");
      cloud.awaitStatus(task, "ready");
      cloud.start(task, "start-replication");
      cloud.awaitLoaded(task);
      cloud.ok("ReloadTables", "{\"ReplicationTaskArn\": \"" + task
          + "\", \"TablesToReload\": [{\"SchemaName\": \"answers\", \"TableName\": \"t\"}]}");
      LocalWait.until("the reload", () -> cloud.statistics(task, "t").path("TableState").asText().equals("Table completed"));
      run(source, "INSERT INTO answers.t VALUES (3, 'three')");
      cloud.awaitDrained(task, SourcePositions.current(source));
      cloud.stop(task);
      assertThat(TableRows.of(target, "answers", "t")).isEqualTo(TableRows.of(source, "answers", "t"));
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
