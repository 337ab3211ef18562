package dev.tideway.dms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.*;

/** DMS as far as this package calls it: stores what is created, refuses what DMS refuses, changes a status only if a test does. */
public final class FakeDms implements DatabaseMigrationClient {
  public final Map<String, ReplicationInstance> instances = new LinkedHashMap<>();
  public final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  public final Map<String, ReplicationTask> tasks = new LinkedHashMap<>();
  public final Map<String, Certificate> certificates = new LinkedHashMap<>();
  public final Map<String, ReplicationSubnetGroup> groups = new LinkedHashMap<>();
  public final Map<List<String>, Connection> connections = new HashMap<>();
  public final Map<String, List<Tag>> tags = new HashMap<>();
  public final Map<String, List<TableStatistics>> statistics = new HashMap<>();
  public final List<AccountQuota> quotas = new ArrayList<>();
  public final List<String> versions = new ArrayList<>(List.of("3.5.4"));
  public final Map<String, Instant> forcedUpgrades = new LinkedHashMap<>();
  public final List<String> calls = new ArrayList<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    calls.clear();
  }

  /** Changes a task as DMS does over time. */
  public void change(String arn, UnaryOperator<ReplicationTask.Builder> change) {
    tasks.put(arn, change.apply(tasks.get(arn).toBuilder()).build());
  }

  public ReplicationTask only() {
    return tasks.values().iterator().next();
  }

  private int starts;

  public void statistics(String task, String table, String state, long errors, long changes) {
    statistics
        .computeIfAbsent(task, t -> new ArrayList<>())
        .add(
            TableStatistics.builder()
                .schemaName("shop")
                .tableName(table)
                .tableState(state)
                .fullLoadRows(100L)
                .fullLoadErrorRows(errors)
                .inserts(changes)
                .lastUpdateTime(Instant.EPOCH)
                .build());
  }

  private static boolean matches(List<Filter> filters, Map<String, String> facts) {
    return filters.stream().allMatch(f -> f.values().contains(facts.get(f.name())));
  }

  private static <T> List<T> found(Stream<T> items) {
    List<T> list = items.toList();
    if (list.isEmpty()) {
      throw ResourceNotFoundException.builder().message("none found").build();
    }
    return list;
  }

  private static InvalidResourceStateException state(String message) {
    return InvalidResourceStateException.builder().message(message).build();
  }

  private static <T> T existing(Map<String, T> map, String key) {
    if (!map.containsKey(key)) {
      throw ResourceNotFoundException.builder().message(key + " not found").build();
    }
    return map.get(key);
  }

  private void fresh(boolean exists, String what) {
    if (exists) {
      throw ResourceAlreadyExistsException.builder().message(what + " exists").build();
    }
  }

  @Override
  public DescribeReplicationInstancesResponse describeReplicationInstances(DescribeReplicationInstancesRequest r) {
    return DescribeReplicationInstancesResponse.builder()
        .replicationInstances(
            found(
                instances.values().stream()
                    .filter(
                        i ->
                            matches(
                                r.filters(),
                                Map.of(
                                    "replication-instance-id", i.replicationInstanceIdentifier(),
                                    "replication-instance-arn", i.replicationInstanceArn())))))
        .build();
  }

  @Override
  public CreateReplicationInstanceResponse createReplicationInstance(CreateReplicationInstanceRequest r) {
    calls.add("createInstance");
    String arn = "arn:rep:" + r.replicationInstanceIdentifier();
    fresh(instances.containsKey(arn), arn);
    ReplicationInstance instance =
        ReplicationInstance.builder()
            .replicationInstanceArn(arn)
            .replicationInstanceIdentifier(r.replicationInstanceIdentifier())
            .replicationInstanceStatus("creating")
            .publiclyAccessible(r.publiclyAccessible())
            .multiAZ(r.multiAZ())
            .allocatedStorage(r.allocatedStorage())
            .engineVersion(r.engineVersion())
            .preferredMaintenanceWindow(r.preferredMaintenanceWindow())
            .build();
    instances.put(arn, instance);
    tags.put(arn, r.tags());
    return CreateReplicationInstanceResponse.builder().replicationInstance(instance).build();
  }

  @Override
  public DeleteReplicationInstanceResponse deleteReplicationInstance(DeleteReplicationInstanceRequest r) {
    ReplicationInstance instance = existing(instances, r.replicationInstanceArn());
    if (!tasks.isEmpty() || instance.replicationInstanceStatus().equals("deleting")) {
      throw state("the instance has tasks or is being deleted");
    }
    calls.add("deleteInstance");
    instances.put(r.replicationInstanceArn(), instance.toBuilder().replicationInstanceStatus("deleting").build());
    return DeleteReplicationInstanceResponse.builder().build();
  }

  @Override
  public DescribeReplicationSubnetGroupsResponse describeReplicationSubnetGroups(DescribeReplicationSubnetGroupsRequest r) {
    return DescribeReplicationSubnetGroupsResponse.builder()
        .replicationSubnetGroups(
            found(
                groups.values().stream()
                    .filter(g -> matches(r.filters(), Map.of("replication-subnet-group-id", g.replicationSubnetGroupIdentifier())))))
        .build();
  }

  @Override
  public CreateReplicationSubnetGroupResponse createReplicationSubnetGroup(CreateReplicationSubnetGroupRequest r) {
    fresh(groups.containsKey(r.replicationSubnetGroupIdentifier()), r.replicationSubnetGroupIdentifier());
    groups.put(
        r.replicationSubnetGroupIdentifier(),
        ReplicationSubnetGroup.builder().replicationSubnetGroupIdentifier(r.replicationSubnetGroupIdentifier()).build());
    return CreateReplicationSubnetGroupResponse.builder().build();
  }

  @Override
  public DeleteReplicationSubnetGroupResponse deleteReplicationSubnetGroup(DeleteReplicationSubnetGroupRequest r) {
    existing(groups, r.replicationSubnetGroupIdentifier());
    if (!instances.isEmpty()) {
      throw state("the subnet group is in use");
    }
    groups.remove(r.replicationSubnetGroupIdentifier());
    return DeleteReplicationSubnetGroupResponse.builder().build();
  }

  @Override
  public DescribeCertificatesResponse describeCertificates(DescribeCertificatesRequest r) {
    return DescribeCertificatesResponse.builder()
        .certificates(
            found(
                certificates.values().stream()
                    .filter(
                        c ->
                            matches(
                                r.filters(),
                                Map.of("certificate-id", c.certificateIdentifier(), "certificate-arn", c.certificateArn())))))
        .build();
  }

  @Override
  public ImportCertificateResponse importCertificate(ImportCertificateRequest r) {
    String arn = "arn:cert:" + r.certificateIdentifier();
    fresh(certificates.containsKey(arn), arn);
    Certificate certificate =
        Certificate.builder().certificateArn(arn).certificateIdentifier(r.certificateIdentifier()).certificatePem(r.certificatePem()).build();
    certificates.put(arn, certificate);
    return ImportCertificateResponse.builder().certificate(certificate).build();
  }

  @Override
  public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest r) {
    existing(certificates, r.certificateArn());
    if (endpoints.values().stream().anyMatch(e -> r.certificateArn().equals(e.certificateArn()))) {
      throw state("the certificate is in use");
    }
    certificates.remove(r.certificateArn());
    return DeleteCertificateResponse.builder().build();
  }

  @Override
  public DescribeEndpointsResponse describeEndpoints(DescribeEndpointsRequest r) {
    return DescribeEndpointsResponse.builder()
        .endpoints(
            found(
                endpoints.values().stream()
                    .filter(
                        e -> matches(r.filters(), Map.of("endpoint-id", e.endpointIdentifier(), "endpoint-arn", e.endpointArn())))))
        .build();
  }

  @Override
  public CreateEndpointResponse createEndpoint(CreateEndpointRequest r) {
    calls.add("createEndpoint");
    String arn = "arn:endpoint:" + r.endpointIdentifier();
    fresh(endpoints.containsKey(arn), arn);
    Endpoint endpoint =
        Endpoint.builder()
            .endpointArn(arn)
            .endpointIdentifier(r.endpointIdentifier())
            .endpointType(r.endpointType())
            .engineName(r.engineName())
            .sslMode(r.sslMode())
            .certificateArn(r.certificateArn())
            .extraConnectionAttributes(r.extraConnectionAttributes())
            .mySQLSettings(r.mySQLSettings())
            .status("active")
            .build();
    endpoints.put(arn, endpoint);
    tags.put(arn, r.tags());
    return CreateEndpointResponse.builder().endpoint(endpoint).build();
  }

  @Override
  public ModifyEndpointResponse modifyEndpoint(ModifyEndpointRequest r) {
    calls.add("modifyEndpoint");
    endpoints.put(
        r.endpointArn(),
        existing(endpoints, r.endpointArn()).toBuilder()
            .engineName(r.engineName())
            .sslMode(r.sslMode())
            .certificateArn(r.certificateArn())
            .mySQLSettings(r.mySQLSettings())
            .build());
    return ModifyEndpointResponse.builder().build();
  }

  @Override
  public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest r) {
    existing(endpoints, r.endpointArn());
    if (!tasks.isEmpty()) {
      throw state("the endpoint is in use");
    }
    calls.add("deleteEndpoint");
    endpoints.remove(r.endpointArn());
    return DeleteEndpointResponse.builder().build();
  }

  @Override
  public DescribeConnectionsResponse describeConnections(DescribeConnectionsRequest r) {
    return DescribeConnectionsResponse.builder()
        .connections(
            found(
                connections.values().stream()
                    .filter(
                        c ->
                            matches(
                                r.filters(),
                                Map.of("endpoint-arn", c.endpointArn(), "replication-instance-arn", c.replicationInstanceArn())))))
        .build();
  }

  @Override
  public DeleteConnectionResponse deleteConnection(DeleteConnectionRequest r) {
    calls.add("deleteConnection");
    connections.remove(List.of(r.endpointArn(), r.replicationInstanceArn()));
    return DeleteConnectionResponse.builder().build();
  }

  @Override
  public TestConnectionResponse testConnection(TestConnectionRequest r) {
    calls.add("testConnection");
    connections.put(
        List.of(r.endpointArn(), r.replicationInstanceArn()),
        Connection.builder().endpointArn(r.endpointArn()).replicationInstanceArn(r.replicationInstanceArn()).status("testing").build());
    return TestConnectionResponse.builder().build();
  }

  @Override
  public DescribeReplicationTasksResponse describeReplicationTasks(DescribeReplicationTasksRequest r) {
    return DescribeReplicationTasksResponse.builder()
        .replicationTasks(
            found(
                tasks.values().stream()
                    .filter(
                        t ->
                            matches(
                                r.filters(),
                                Map.of(
                                    "replication-task-id", t.replicationTaskIdentifier(),
                                    "replication-task-arn", t.replicationTaskArn())))))
        .build();
  }

  @Override
  public CreateReplicationTaskResponse createReplicationTask(CreateReplicationTaskRequest r) {
    calls.add("createTask");
    String arn = "arn:aws:dms:eu-west-1:1:task:" + r.replicationTaskIdentifier();
    fresh(tasks.containsKey(arn), arn);
    ReplicationTask task =
        ReplicationTask.builder()
            .replicationTaskArn(arn)
            .replicationTaskIdentifier(r.replicationTaskIdentifier())
            .replicationInstanceArn(r.replicationInstanceArn())
            .tableMappings(r.tableMappings())
            .replicationTaskSettings(r.replicationTaskSettings())
            .migrationType(r.migrationType())
            .status("ready")
            .build();
    tasks.put(arn, task);
    tags.put(arn, r.tags());
    return CreateReplicationTaskResponse.builder().replicationTask(task).build();
  }

  @Override
  public ModifyReplicationTaskResponse modifyReplicationTask(ModifyReplicationTaskRequest r) {
    calls.add("modifyTask");
    change(
        r.replicationTaskArn(), t -> t.tableMappings(r.tableMappings()).replicationTaskSettings(r.replicationTaskSettings()));
    return ModifyReplicationTaskResponse.builder().build();
  }

  @Override
  public StartReplicationTaskResponse startReplicationTask(StartReplicationTaskRequest r) {
    ReplicationTask task = existing(tasks, r.replicationTaskArn());
    boolean first = r.startReplicationTaskType() == StartReplicationTaskTypeValue.START_REPLICATION;
    if (first != task.status().equals("ready") || task.status().equals("running")) {
      throw state(r.startReplicationTaskTypeAsString() + " is not allowed while " + task.status());
    }
    calls.add(r.startReplicationTaskTypeAsString());
    change(r.replicationTaskArn(), t -> t.status("running").replicationTaskStartDate(Instant.EPOCH.plusSeconds(++starts)));
    return StartReplicationTaskResponse.builder().build();
  }

  @Override
  public StopReplicationTaskResponse stopReplicationTask(StopReplicationTaskRequest r) {
    if (!existing(tasks, r.replicationTaskArn()).status().equals("running")) {
      throw state("the task does not run");
    }
    calls.add("stop");
    change(r.replicationTaskArn(), t -> t.status("stopped").stopReason("Stop Reason NORMAL"));
    return StopReplicationTaskResponse.builder().build();
  }

  @Override
  public DeleteReplicationTaskResponse deleteReplicationTask(DeleteReplicationTaskRequest r) {
    ReplicationTask task = existing(tasks, r.replicationTaskArn());
    if (task.status().equals("running") || task.status().equals("deleting")) {
      throw state("the task is " + task.status());
    }
    calls.add("deleteTask");
    change(r.replicationTaskArn(), t -> t.status("deleting"));
    return DeleteReplicationTaskResponse.builder().build();
  }

  @Override
  public ReloadTablesResponse reloadTables(ReloadTablesRequest r) {
    if (!existing(tasks, r.replicationTaskArn()).status().equals("running")) {
      throw state("the task does not run");
    }
    if (r.tablesToReload().size() > 10) {
      throw state("more than ten tables");
    }
    calls.add("reload " + r.tablesToReload().size());
    return ReloadTablesResponse.builder().build();
  }

  @Override
  public DescribeTableStatisticsResponse describeTableStatistics(DescribeTableStatisticsRequest r) {
    return DescribeTableStatisticsResponse.builder().tableStatistics(statistics.getOrDefault(r.replicationTaskArn(), List.of())).build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest r) {
    return ListTagsForResourceResponse.builder().tagList(tags.getOrDefault(r.resourceArn(), List.of())).build();
  }

  @Override
  public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest r) {
    return DescribeAccountAttributesResponse.builder().accountQuotas(quotas).build();
  }

  @Override
  public DescribeOrderableReplicationInstancesResponse describeOrderableReplicationInstances(DescribeOrderableReplicationInstancesRequest r) {
    return DescribeOrderableReplicationInstancesResponse.builder()
        .orderableReplicationInstances(
            Stream.of("dms.t3.large", "dms.r6i.large")
                .map(c -> OrderableReplicationInstance.builder().replicationInstanceClass(c).minAllocatedStorage(5).maxAllocatedStorage(6144).build())
                .toList())
        .build();
  }

  @Override
  public DescribeEngineVersionsResponse describeEngineVersions(DescribeEngineVersionsRequest r) {
    return DescribeEngineVersionsResponse.builder().engineVersions(versions.stream().map(v -> EngineVersion.builder().version(v).forceUpgradeDate(forcedUpgrades.get(v)).build()).toList()).build();
  }
}
