package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.cloud.AwsError;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The API without any database: shapes, identifiers, orders, statuses, paging, quotas, faults. */
class DmsServiceTest {
  private static final DmsOptions OPTIONS = DmsOptions.of("123456789012", "eu-central-1", DmsTimings.immediate());
  /** No server listens on the discard port. */
  private static final String ENDPOINT = """
      {"EndpointIdentifier": "%s", "EndpointType": "%s", "EngineName": "mysql", "ServerName": "127.0.0.1", "Port": 9,
       "Username": "u", "Password": "geheim"}
      """;

  private static String arn(String member, String arn) {
    return "{\"" + member + "\": \"" + arn + "\"}";
  }

  private static String filter(String name, String value) {
    return "{\"Filters\": [{\"Name\": \"" + name + "\", \"Values\": [\"" + value + "\"]}]}";
  }

  private static String endpoint(Cloud cloud, String id, String type) {
    return cloud.ok("CreateEndpoint", ENDPOINT.formatted(id, type)).at("/Endpoint/EndpointArn").asText();
  }

  private static void awaitGone(Cloud cloud, String operation, String filter) {
    LocalWait.until("the deletion", () -> {
      try {
        cloud.call(operation, filter);
        return false;
      } catch (AwsError e) {
        return e.code().equals("ResourceNotFoundFault");
      }
    });
  }

  @Test
  void answersUnknownOperationsAsAnError() {
    try (var cloud = new Cloud()) {
      assertThat(cloud.refused("StartReplication", "{}").code()).isEqualTo("UnknownOperationException");
    }
  }

  @Test
  void anInstanceIsCreatingThenAvailableAndItsIdentifierIsLowerCase() {
    try (var cloud = new Cloud()) {
      JsonNode created = cloud.ok("CreateReplicationInstance", """
          {"ReplicationInstanceIdentifier": "MyInstance", "ReplicationInstanceClass": "dms.t3.medium", "ResourceIdentifier": "Chosen-1",
           "Tags": [{"Key": "tideway:migration", "Value": "m"}]}
          """).path("ReplicationInstance");
      assertThat(created.path("ReplicationInstanceStatus").asText()).isEqualTo("creating");
      assertThat(created.path("ReplicationInstanceIdentifier").asText()).isEqualTo("myinstance");
      assertThat(created.path("PubliclyAccessible").asBoolean()).isTrue();
      String arn = created.path("ReplicationInstanceArn").asText();
      assertThat(arn).isEqualTo("arn:aws:dms:eu-central-1:123456789012:rep:Chosen-1");
      LocalWait.until("available", () -> cloud.instanceStatus(arn).equals("available"));
      assertThat(cloud.refused("CreateReplicationInstance", """
          {"ReplicationInstanceIdentifier": "myINSTANCE", "ReplicationInstanceClass": "dms.t3.medium"}
          """).code()).isEqualTo("ResourceAlreadyExistsFault");
      assertThat(cloud.ok("ListTagsForResource", arn("ResourceArn", arn)).at("/TagList/0/Value").asText()).isEqualTo("m");
      LocalWait.until("the event", () -> cloud.eventTypes().contains("REPLICATION_INSTANCE_CREATED"));
      JsonNode event = cloud.events.getFirst();
      assertThat(event.path("source").asText()).isEqualTo("aws.dms");
      assertThat(event.path("detail-type").asText()).isEqualTo("DMS Replication Instance State Change");
      assertThat(event.at("/resources/0").asText()).isEqualTo(arn);
    }
  }

  @Test
  void refusesIdentifiersAsDmsDoes() {
    try (var cloud = new Cloud()) {
      for (String id : new String[] {"1st", "double--hyphen", "trailing-", "under_score", "a".repeat(64), ""}) {
        assertThat(cloud.refused("CreateReplicationInstance", """
            {"ReplicationInstanceIdentifier": "%s", "ReplicationInstanceClass": "dms.t3.medium"}
            """.formatted(id)).code()).as(id).isEqualTo("InvalidParameterValueException");
      }
      assertThat(cloud.refused("CreateReplicationInstance", """
          {"ReplicationInstanceIdentifier": "a", "ReplicationInstanceClass": "dms.t3.medium", "ResourceIdentifier": "%s"}
          """.formatted("r".repeat(32))).code()).isEqualTo("InvalidParameterValueException");
    }
  }

  @Test
  void deletesOnlyFromTheTaskDown() {
    try (var cloud = new Cloud()) {
      cloud.ok("CreateReplicationSubnetGroup", """
          {"ReplicationSubnetGroupIdentifier": "Group", "ReplicationSubnetGroupDescription": "d", "SubnetIds": ["subnet-1", "subnet-2"]}
          """);
      String instance = cloud.ok("CreateReplicationInstance", """
          {"ReplicationInstanceIdentifier": "i", "ReplicationInstanceClass": "dms.t3.medium", "ReplicationSubnetGroupIdentifier": "group"}
          """).at("/ReplicationInstance/ReplicationInstanceArn").asText();
      LocalWait.until("available", () -> cloud.instanceStatus(instance).equals("available"));
      String source = endpoint(cloud, "from", "source");
      String target = endpoint(cloud, "to", "target");
      String task = cloud.task(instance, source, target, "full-load-and-cdc", Cloud.mappings("s"), "{}");

      assertThat(cloud.refused("DeleteReplicationSubnetGroup", arn("ReplicationSubnetGroupIdentifier", "group")).code())
          .isEqualTo("InvalidResourceStateFault");
      assertThat(cloud.refused("DeleteReplicationInstance", arn("ReplicationInstanceArn", instance)).code())
          .isEqualTo("InvalidResourceStateFault");
      assertThat(cloud.refused("DeleteEndpoint", arn("EndpointArn", source)).code()).isEqualTo("InvalidResourceStateFault");

      assertThat(cloud.ok("DeleteReplicationTask", arn("ReplicationTaskArn", task)).at("/ReplicationTask/Status").asText())
          .isEqualTo("deleting");
      awaitGone(cloud, "DescribeReplicationTasks", filter("replication-task-arn", task));
      cloud.ok("DeleteEndpoint", arn("EndpointArn", source));
      cloud.ok("DeleteEndpoint", arn("EndpointArn", target));
      cloud.ok("DeleteReplicationInstance", arn("ReplicationInstanceArn", instance));
      awaitGone(cloud, "DescribeReplicationInstances", filter("replication-instance-arn", instance));
      cloud.ok("DeleteReplicationSubnetGroup", arn("ReplicationSubnetGroupIdentifier", "group"));
      awaitGone(cloud, "DescribeEndpoints", filter("endpoint-id", "from"));
      assertThat(cloud.ok("DescribeEndpoints", "{}").path("Endpoints")).isEmpty();
      LocalWait.until("the events", () -> cloud.eventTypes().contains("REPLICATION_INSTANCE_DELETED"));
      assertThat(cloud.eventTypes()).containsSubsequence("REPLICATION_TASK_CREATED", "REPLICATION_TASK_DELETED",
          "REPLICATION_INSTANCE_DELETED");
    }
  }

  @Test
  void aSubnetGroupCoversTwoZones() {
    try (var cloud = new Cloud()) {
      assertThat(cloud.refused("CreateReplicationSubnetGroup", """
          {"ReplicationSubnetGroupIdentifier": "g", "ReplicationSubnetGroupDescription": "d", "SubnetIds": ["subnet-1", "subnet-3"]}
          """).code()).isEqualTo("ReplicationSubnetGroupDoesNotCoverEnoughAZs");
    }
  }

  @Test
  void refusesANetworkThatIsNotThere() {
    try (var cloud = new Cloud()) {
      String group = """
          {"ReplicationSubnetGroupIdentifier": "g", "ReplicationSubnetGroupDescription": "d", "SubnetIds": ["subnet-1", "%s"]}
          """;
      AwsError subnet = cloud.refused("CreateReplicationSubnetGroup", group.formatted("subnet-9"));
      assertThat(subnet.code()).isEqualTo("InvalidSubnet");
      assertThat(subnet).hasMessageContaining("The subnet ID 'subnet-9' does not exist");
      assertThat(cloud.refused("CreateReplicationSubnetGroup", group.formatted("subnet-far")).code()).isEqualTo("InvalidSubnet");
      JsonNode created = cloud.ok("CreateReplicationSubnetGroup", group.formatted("subnet-2")).path("ReplicationSubnetGroup");
      assertThat(created.path("VpcId").asText()).isEqualTo("vpc-1");
      assertThat(created.at("/Subnets/1/SubnetAvailabilityZone/Name").asText()).isEqualTo("b");
      String instance = """
          {"ReplicationInstanceIdentifier": "i", "ReplicationInstanceClass": "dms.t3.medium", "ReplicationSubnetGroupIdentifier": "%s",
           "VpcSecurityGroupIds": ["%s"]}
          """;
      assertThat(cloud.refused("CreateReplicationInstance", instance.formatted("other", "sg-1")).code()).isEqualTo("ResourceNotFoundFault");
      AwsError securityGroup = cloud.refused("CreateReplicationInstance", instance.formatted("g", "sg-9"));
      assertThat(securityGroup.code()).isEqualTo("InvalidParameterValueException");
      assertThat(securityGroup).hasMessageContaining("sg-9");
      assertThat(cloud.refused("CreateReplicationInstance", instance.formatted("g", "sg-far")).code())
          .isEqualTo("InvalidParameterCombinationException");
      cloud.ok("CreateReplicationInstance", instance.formatted("g", "sg-1"));
    }
  }

  @Test
  void refusesTheSslModeThatTheseEnginesDoNotHave() {
    try (var cloud = new Cloud()) {
      for (String engine : new String[] {"mysql", "mariadb", "aurora"}) {
        String request = ENDPOINT.strip().replace("}", ", \"SslMode\": \"%s\"}").replace("mysql", engine);
        assertThat(cloud.refused("CreateEndpoint", request.formatted("e", "source", "require")).code())
            .isEqualTo("InvalidParameterCombinationException");
        String arn = cloud.ok("CreateEndpoint", request.formatted(engine, "source", "none")).at("/Endpoint/EndpointArn").asText();
        assertThat(cloud.refused("ModifyEndpoint", "{\"EndpointArn\": \"" + arn + "\", \"SslMode\": \"require\"}").code())
            .isEqualTo("InvalidParameterCombinationException");
      }
    }
  }

  @Test
  void findsAResourceByItsIdentifierHoweverThatIsWritten() {
    try (var cloud = new Cloud()) {
      String arn = endpoint(cloud, "From-Here", "source");
      assertThat(cloud.ok("DescribeEndpoints", filter("endpoint-id", "FROM-here")).at("/Endpoints/0/EndpointArn").asText()).isEqualTo(arn);
      assertThat(cloud.refused("DescribeEndpoints", filter("endpoint-arn", arn.toLowerCase(java.util.Locale.ROOT))).code())
          .isEqualTo("ResourceNotFoundFault");
    }
  }

  @Test
  void aConnectionTestReportsWhyItFailedAndTheAnswerStays() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String endpoint = endpoint(cloud, "from", "source");
      assertThat(cloud.refused("DescribeConnections", filter("endpoint-arn", endpoint)).code()).isEqualTo("ResourceNotFoundFault");
      assertThat(cloud.test(instance, endpoint)).isEqualTo("failed");
      assertThat(cloud.connection(endpoint).path("LastFailureMessage").asText()).contains("Test Endpoint failed");
      // a modified endpoint is tested again by itself
      cloud.service.faults().connectionTest(Faults.ConnectionTest.STUCK);
      cloud.ok("ModifyEndpoint", "{\"EndpointArn\": \"" + endpoint + "\", \"Port\": 10}");
      assertThat(cloud.connection(endpoint).path("Status").asText()).isEqualTo("testing");
      cloud.service.faults().clear();
      String pair = "{\"EndpointArn\": \"" + endpoint + "\", \"ReplicationInstanceArn\": \"" + instance + "\"}";
      assertThat(cloud.refused("TestConnection", pair).code()).isEqualTo("InvalidResourceStateFault");
      cloud.ok("DeleteConnection", pair);
      awaitGone(cloud, "DescribeConnections", filter("endpoint-arn", endpoint));
    }
  }

  @Test
  void anOldAnswerCanStayVisibleAfterANewTest() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String endpoint = endpoint(cloud, "from", "source");
      assertThat(cloud.test(instance, endpoint)).isEqualTo("failed");
      cloud.service.faults().staleConnectionTests(Duration.ofDays(1));
      JsonNode answer = cloud.ok("TestConnection",
          "{\"EndpointArn\": \"" + endpoint + "\", \"ReplicationInstanceArn\": \"" + instance + "\"}");
      assertThat(answer.at("/Connection/Status").asText()).isEqualTo("testing");
      assertThat(cloud.connection(endpoint).path("Status").asText()).isEqualTo("failed");
    }
  }

  @Test
  void anEndpointHasASecretOrAnAddress() {
    try (var cloud = new Cloud()) {
      String both = """
          {"EndpointIdentifier": "e", "EndpointType": "source", "EngineName": "mysql"%s,
           "MySQLSettings": {"SecretsManagerSecretId": "s"%s}}
          """;
      String role = ", \"SecretsManagerAccessRoleArn\": \"arn:aws:iam::1:role/r\"";
      assertThat(cloud.refused("CreateEndpoint", both.formatted(", \"ServerName\": \"h\"", role)).code())
          .isEqualTo("InvalidParameterCombinationException");
      assertThat(cloud.refused("CreateEndpoint", both.formatted("", role + ", \"Port\": 3306")).code())
          .isEqualTo("InvalidParameterCombinationException");
      assertThat(cloud.refused("CreateEndpoint", both.formatted("", "")).code()).isEqualTo("InvalidParameterCombinationException");
      // the secret does not exist
      assertThat(cloud.refused("CreateEndpoint", both.formatted("", role)).code()).isEqualTo("ResourceNotFoundFault");
      cloud.secrets.put("s", Requests.object());
      assertThat(cloud.refused("CreateEndpoint", both.formatted("", role.replace(":role/r", ":user/r"))).code()).isEqualTo("AccessDeniedFault");
      JsonNode created = cloud.ok("CreateEndpoint", both.formatted("", role)).path("Endpoint");
      assertThat(created.path("Status").asText()).isEqualTo("active");
      assertThat(created.has("ServerName")).isFalse();
      String arn = created.path("EndpointArn").asText();
      assertThat(cloud.refused("ModifyEndpoint", "{\"EndpointArn\": \"" + arn + "\", \"MySQLSettings\": {\"SecretsManagerSecretId\": \"t\"}}")
          .code()).isEqualTo("ResourceNotFoundFault");
      cloud.secrets.clear();
      assertThat(cloud.test(cloud.instance(), arn)).isEqualTo("failed");
    }
  }

  @Test
  void showsNoPasswordAndRefusesUnknownSettings() {
    try (var cloud = new Cloud()) {
      JsonNode created = cloud.ok("CreateEndpoint", ENDPOINT.formatted("from", "source"));
      assertThat(created.toString() + cloud.ok("DescribeEndpoints", "{}")).doesNotContain("geheim");
      for (String more : new String[] {"\"DatabaseName\": \"d\"", "\"SslMode\": \"verify-full\"", "\"EngineName\": \"oracle\"",
          "\"ExtraConnectionAttributes\": \"nonsense=1\"", "\"MySQLSettings\": {\"Nonsense\": 1}", "\"SslMode\": \"maybe\""}) {
        String request = ENDPOINT.strip().replace("}", ", " + more + "}").formatted("x", "source");
        assertThat(cloud.refused("CreateEndpoint", request).code()).as(more).startsWith("InvalidParameter");
      }
    }
  }

  @Test
  void aTaskStartsOnlyWithTestedConnectionsAndTheFirstTimeFresh() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String source = endpoint(cloud, "from", "source");
      String target = endpoint(cloud, "to", "target");
      String task = cloud.task(instance, source, target, "full-load", Cloud.mappings("s"), "{}");
      String start = "{\"ReplicationTaskArn\": \"" + task + "\", \"StartReplicationTaskType\": \"%s\"}";
      assertThat(cloud.refused("StartReplicationTask", start.formatted("start-replication")).code()).isEqualTo("InvalidResourceStateFault");
      assertThat(cloud.refused("StartReplicationTask", start.formatted("resume-processing")).code())
          .isEqualTo("InvalidParameterCombinationException");
      assertThat(cloud.refused("StopReplicationTask", arn("ReplicationTaskArn", task)).code()).isEqualTo("InvalidResourceStateFault");
      assertThat(cloud.refused("ReloadTables", "{\"ReplicationTaskArn\": \"" + task
          + "\", \"TablesToReload\": [{\"SchemaName\": \"a\", \"TableName\": \"b\"}]}").code()).isEqualTo("InvalidResourceStateFault");
      assertThat(cloud.task(task).path("ReplicationTaskSettings").asText()).contains("FullLoadIgnoreConflicts");
    }
  }

  @Test
  void aTaskNeedsTheRightKindsOfEndpoints() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String source = endpoint(cloud, "from", "source");
      String request = """
          {"ReplicationTaskIdentifier": "t", "SourceEndpointArn": "%s", "TargetEndpointArn": "%s", "ReplicationInstanceArn": "%s",
           "MigrationType": "full-load", "TableMappings": "%s"}
          """.formatted(source, source, instance, Cloud.mappings("s").replace("\"", "\\\"").replace("\n", " "));
      assertThat(cloud.refused("CreateReplicationTask", request).code()).isEqualTo("InvalidParameterValueException");
      assertThat(cloud.refused("CreateReplicationTask", request.replaceFirst("arn:aws:dms[^\"]*", "arn:nothing")).code())
          .isEqualTo("ResourceNotFoundFault");
    }
  }

  @Test
  void findsTasksByEitherEndpoint() {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String source = endpoint(cloud, "from", "source");
      String target = endpoint(cloud, "to", "target");
      String task = cloud.task(instance, source, target, "full-load", Cloud.mappings("s"), "{}");
      for (String end : new String[] {source, target}) {
        assertThat(cloud.ok("DescribeReplicationTasks", filter("endpoint-arn", end)).at("/ReplicationTasks/0/ReplicationTaskArn").asText())
            .isEqualTo(task);
      }
      assertThat(cloud.refused("DescribeReplicationTasks", filter("endpoint-arn", "arn:other")).code())
          .isEqualTo("ResourceNotFoundFault");
      assertThat(cloud.refused("DescribeReplicationTasks", filter("nonsense", "x")).code()).isEqualTo("InvalidParameterValueException");
    }
  }

  @Test
  void pagesThroughEverythingOnce() {
    try (var cloud = new Cloud()) {
      for (int i = 0; i < 250; i++) {
        endpoint(cloud, "e" + i, "source");
      }
      var seen = new HashSet<String>();
      String marker = "";
      int pages = 0;
      do {
        JsonNode page = cloud.ok("DescribeEndpoints", "{" + marker + "}");
        page.path("Endpoints").forEach(one -> assertThat(seen.add(one.path("EndpointArn").asText())).isTrue());
        marker = page.hasNonNull("Marker") ? "\"Marker\": \"" + page.path("Marker").asText() + "\"" : "";
        pages++;
      } while (!marker.isEmpty());
      assertThat(seen).hasSize(250);
      assertThat(pages).isEqualTo(3);
      assertThat(cloud.ok("DescribeEndpoints", "{\"MaxRecords\": 20}").path("Endpoints")).hasSize(20);
      assertThat(cloud.refused("DescribeEndpoints", "{\"MaxRecords\": 500}").code()).isEqualTo("InvalidParameterValueException");
      assertThat(cloud.refused("DescribeEndpoints", "{\"Marker\": \"nonsense\"}").code()).isEqualTo("InvalidParameterValueException");
    }
  }

  @Test
  void refusesBeyondTheQuotaAndReportsIt() {
    try (var cloud = new Cloud(new DmsOptions("1", "r", DmsTimings.immediate(), Map.of("Endpoints", 1L)))) {
      endpoint(cloud, "first", "source");
      assertThat(cloud.refused("CreateEndpoint", ENDPOINT.formatted("second", "source")).code()).isEqualTo("ResourceQuotaExceededFault");
      JsonNode quota = cloud.ok("DescribeAccountAttributes", "{}").at("/AccountQuotas/0");
      assertThat(quota.path("AccountQuotaName").asText()).isEqualTo("Endpoints");
      assertThat(quota.path("Used").asInt()).isEqualTo(1);
      assertThat(quota.path("Max").asInt()).isEqualTo(1);
    }
  }

  @Test
  void offersInstancesAndVersions() {
    try (var cloud = new Cloud(OPTIONS)) {
      assertThat(cloud.ok("DescribeOrderableReplicationInstances", "{}").at("/OrderableReplicationInstances/0/ReleaseStatus").asText())
          .isEqualTo("prod");
      assertThat(cloud.ok("DescribeEngineVersions", "{}").path("EngineVersions")).isNotEmpty();
      assertThat(cloud.refused("CreateReplicationInstance", """
          {"ReplicationInstanceIdentifier": "i", "ReplicationInstanceClass": "dms.huge"}
          """).code()).isEqualTo("InvalidParameterValueException");
    }
  }

  @Test
  void tagsComeAndGoWithTheirRules() {
    try (var cloud = new Cloud()) {
      String arn = endpoint(cloud, "from", "source");
      cloud.ok("AddTagsToResource", "{\"ResourceArn\": \"" + arn + "\", \"Tags\": [{\"Key\": \"a\", \"Value\": \"1\"}, {\"Key\": \"b\"}]}");
      cloud.ok("RemoveTagsFromResource", "{\"ResourceArn\": \"" + arn + "\", \"TagKeys\": [\"b\", \"never there\"]}");
      assertThat(cloud.ok("ListTagsForResource", arn("ResourceArn", arn)).toString())
          .isEqualTo("{\"TagList\":[{\"Key\":\"a\",\"Value\":\"1\"}]}");
      assertThat(cloud.refused("AddTagsToResource", "{\"ResourceArn\": \"" + arn + "\", \"Tags\": [{\"Key\": \"aws:x\"}]}").code())
          .isEqualTo("InvalidParameterValueException");
      assertThat(cloud.refused("ListTagsForResource", arn("ResourceArn", "arn:nothing")).code()).isEqualTo("ResourceNotFoundFault");
    }
  }

  @Test
  void throttlesTheNextCallsWhenAskedTo() {
    try (var cloud = new Cloud()) {
      cloud.service.faults().throttleNextCalls(2);
      assertThat(cloud.refused("DescribeEndpoints", "{}").code()).isEqualTo("ThrottlingException");
      assertThat(cloud.refused("DescribeEndpoints", "{}").code()).isEqualTo("ThrottlingException");
      cloud.ok("DescribeEndpoints", "{}");
    }
  }

  @Test
  void losesAndRepeatsEventsWhenAskedTo() {
    try (var cloud = new Cloud()) {
      cloud.service.faults().dropEvents(true);
      String instance = cloud.instance();
      cloud.service.faults().clear();
      cloud.service.faults().duplicateEvents(true);
      cloud.ok("DeleteReplicationInstance", arn("ReplicationInstanceArn", instance));
      LocalWait.until("both events", () -> cloud.events.size() == 2);
      assertThat(cloud.eventTypes()).containsExactly("REPLICATION_INSTANCE_DELETED", "REPLICATION_INSTANCE_DELETED");
    }
  }

  @Test
  void refusesAFileThatIsNotACertificate() {
    try (var cloud = new Cloud()) {
      assertThat(cloud.refused("ImportCertificate", """
          {"CertificateIdentifier": "ca", "CertificatePem": "-----BEGIN CERTIFICATE-----\\nnonsense\\n-----END CERTIFICATE-----"}
          """).code()).isEqualTo("InvalidCertificateFault");
    }
  }
}
