package dev.tideway.aws;

import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** Checks whether the resources that the lock lists as {@code kind|id} still exist. */
public final class DmsResources {
  private final DatabaseMigrationClient dms;

  /** Creates it with the DMS client that it uses. */
  public DmsResources(DatabaseMigrationClient dms) {
    this.dms = dms;
  }

  /** A filter of the Describe calls. */
  public static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  /**
   * Whether deleting the task may lose changes of the source. A task that has begun stores the binlog position up to which the target is correct. This position must not be lost
   * before the cutover. A task that only loads stores no position.
   */
  public static boolean mayHoldChanges(ReplicationTask task) {
    return task.replicationTaskStartDate() != null && task.migrationType() != MigrationTypeValue.FULL_LOAD;
  }

  /** The replication instance with that identifier. */
  public static Optional<ReplicationInstance> instance(DatabaseMigrationClient dms, String identifier) {
    try {
      return dms.describeReplicationInstances(r -> r.filters(filter("replication-instance-id", identifier)))
          .replicationInstances().stream().findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The status that DMS gives for the resource, or {@code present} for kinds without a status; empty if the resource does not exist. */
  public Optional<String> status(String resource) {
    ResourceKind kind =
        Arrays.stream(ResourceKind.values())
            .filter(k -> k.id(resource).isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no known kind of resource: " + resource));
    try {
      return status(kind, kind.id(resource).orElseThrow());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<String> status(ResourceKind kind, String id) {
    return switch (kind) {
      // an alarm is deleted at once
      case ALARM -> Optional.empty();
      case TASK ->
          dms.describeReplicationTasks(r -> r.filters(filter("replication-task-arn", id)).withoutSettings(true))
              .replicationTasks().stream()
              .map(t -> t.status())
              .findFirst();
      case ENDPOINT ->
          dms.describeEndpoints(r -> r.filters(filter("endpoint-arn", id))).endpoints().stream()
              .map(e -> e.status())
              .findFirst();
      case INSTANCE ->
          dms.describeReplicationInstances(r -> r.filters(filter("replication-instance-arn", id)))
              .replicationInstances().stream()
              .map(i -> i.replicationInstanceStatus())
              .findFirst();
      case SUBNET_GROUP ->
          dms.describeReplicationSubnetGroups(r -> r.filters(filter("replication-subnet-group-id", id)))
              .replicationSubnetGroups().stream()
              .map(g -> "present")
              .findFirst();
      case CERTIFICATE ->
          dms.describeCertificates(r -> r.filters(filter("certificate-arn", id))).certificates().stream()
              .map(c -> "present")
              .findFirst();
    };
  }
}
