package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.local.cloud.AwsError;
import dev.tideway.local.cloud.EventBus;
import dev.tideway.local.cloud.JsonService;
import dev.tideway.local.cloud.Metrics;
import dev.tideway.local.cloud.Network;
import dev.tideway.local.cloud.Secrets;

/**
 * A stand-in for AWS DMS. It answers {@code AmazonDMSv20160101.*} operations in the format of the AWS SDK. It really moves rows from MySQL
 * or MariaDB into a MySQL-compatible target: first the full load, then the changes of the binlog.
 *
 * <p>It refuses what the real service refuses, and it rejects a setting that it does not implement. Sources: the API's service model, the
 * DMS user guide. Safe for concurrent calls; a call returns at once, and its work continues in the background.
 */
public final class DmsService implements JsonService, AutoCloseable {
  private final Object lock = new Object();
  private final Faults faults = new Faults();
  private final Clockwork clockwork = new Clockwork(lock);
  private final LocalDmsAccount account;
  private final Tags tags;
  private final Infrastructure infrastructure;
  private final LocalEndpoints endpoints;
  private final LocalTasks tasks;

  /**
   * A service without any resources.
   *
   * @param options account, region, timings and quotas
   * @param events receives the events of state changes
   * @param metrics receives the latencies of running tasks
   * @param secrets reads the endpoints' secrets, with their roles
   * @param network the network of the replication instances
   */
  public DmsService(DmsOptions options, EventBus events, Metrics metrics, Secrets secrets, Network network) {
    var arns = new Arns(options);
    var dmsEvents = new DmsEvents(options, events, faults, clockwork);
    account = new LocalDmsAccount(options);
    tags = new Tags(this::exists);
    infrastructure = new Infrastructure(options, account, arns, tags, dmsEvents, clockwork, network);
    endpoints = new LocalEndpoints(options, account, arns, tags, infrastructure, secrets, faults, clockwork);
    tasks = new LocalTasks(options, account, arns, tags, infrastructure, endpoints, dmsEvents, metrics, faults, clockwork);
  }

  private boolean exists(String arn) {
    return infrastructure.exists(arn) || endpoints.exists(arn) || tasks.exists(arn);
  }

  /** The faults that a test may switch on while the service runs. */
  public Faults faults() {
    return faults;
  }

  /**
   * Answers one call.
   *
   * @throws AwsError ThrottlingException while that fault is on, UnknownOperationException for an operation that is not offered, else the
   *     error of DMS
   */
  @Override
  public JsonNode call(String operation, JsonNode request) throws AwsError {
    if (faults.takeThrottle()) {
      throw new AwsError("ThrottlingException", "Rate exceeded");
    }
    synchronized (lock) {
      return answer(operation, request);
    }
  }

  private JsonNode answer(String operation, JsonNode request) throws AwsError {
    return switch (operation) {
      case "CreateReplicationSubnetGroup" -> infrastructure.createGroup(request);
      case "DescribeReplicationSubnetGroups" -> infrastructure.describeGroups(request);
      case "DeleteReplicationSubnetGroup" -> infrastructure.deleteGroup(request);
      case "CreateReplicationInstance" -> infrastructure.createInstance(request);
      case "DescribeReplicationInstances" -> infrastructure.describeInstances(request);
      case "DeleteReplicationInstance" -> deleteInstance(request);
      case "ImportCertificate" -> infrastructure.importCertificate(request);
      case "DescribeCertificates" -> infrastructure.describeCertificates(request);
      case "DeleteCertificate" -> infrastructure.deleteCertificate(request, endpoints.certificatesInUse());
      case "CreateEndpoint" -> endpoints.create(request);
      case "ModifyEndpoint" -> endpoints.modify(request, tasks.endpointsInUse(true));
      case "DescribeEndpoints" -> endpoints.describe(request);
      case "DeleteEndpoint" -> endpoints.delete(request, tasks.endpointsInUse(false));
      case "TestConnection" -> endpoints.test(request);
      case "DescribeConnections" -> endpoints.describeConnections(request);
      case "DeleteConnection" -> endpoints.deleteConnection(request);
      case "CreateReplicationTask" -> tasks.create(request);
      case "ModifyReplicationTask" -> tasks.modify(request);
      case "DescribeReplicationTasks" -> tasks.describe(request);
      case "StartReplicationTask" -> tasks.start(request);
      case "StopReplicationTask" -> tasks.stop(request);
      case "DeleteReplicationTask" -> tasks.delete(request);
      case "ReloadTables" -> tasks.reload(request);
      case "DescribeTableStatistics" -> tasks.statistics(request);
      case "DescribeAccountAttributes" -> account.attributes();
      case "DescribeOrderableReplicationInstances" -> account.orderableInstances(request);
      case "DescribeEngineVersions" -> account.engineVersions(request);
      case "AddTagsToResource" -> tags.add(request);
      case "ListTagsForResource" -> tags.list(request);
      case "RemoveTagsFromResource" -> tags.remove(request);
      default -> throw new AwsError("UnknownOperationException", "The operation " + operation + " is not known");
    };
  }

  private JsonNode deleteInstance(JsonNode request) throws AwsError {
    String arn = Requests.text(request, "ReplicationInstanceArn");
    return infrastructure.deleteInstance(request, tasks.instanceInUse(arn),
        () -> endpoints.forgetConnections("ReplicationInstanceArn", arn));
  }

  /** Ends the work of every task; the data on the databases stays. */
  @Override
  public void close() {
    synchronized (lock) {
      tasks.close();
    }
    clockwork.close();
  }
}
