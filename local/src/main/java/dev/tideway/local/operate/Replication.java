package dev.tideway.local.operate;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Certificate;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** What the migrations of one stack have in AWS DMS, told by Tideway's tag. */
final class Replication {
  private static final String PREFIX = "tideway-";
  private static final String TAG = "tideway:migration";

  private final DatabaseMigrationClient dms;
  private final Set<String> migrations;

  /**
   * A look at the account.
   *
   * @param migrations the migrations of the stack; what carries another name is another stack's
   */
  Replication(DatabaseMigrationClient dms, Set<String> migrations) {
    this.dms = dms;
    this.migrations = migrations;
  }

  List<Leftover> tasks() {
    return own(found(() -> dms.describeReplicationTasksPaginator(r -> r.withoutSettings(true)).stream().flatMap(page -> page.replicationTasks().stream())),
        ReplicationTask::replicationTaskIdentifier, ReplicationTask::replicationTaskArn)
        .map(task -> new Leftover("replication task", task.replicationTaskIdentifier(),
            task.status() + (task.replicationTaskStartDate() == null ? "" : ", may hold changes that the target lacks"), () -> delete(task)))
        .toList();
  }

  /** A running task is stopped first; the next look finds it stopped. */
  private void delete(ReplicationTask task) {
    String arn = task.replicationTaskArn();
    switch (task.status()) {
      case "running" -> accepted(() -> dms.stopReplicationTask(r -> r.replicationTaskArn(arn)));
      case "ready", "stopped", "failed", "failed-move" -> accepted(() -> dms.deleteReplicationTask(r -> r.replicationTaskArn(arn)));
      default -> { }
    }
  }

  List<Leftover> endpoints() {
    return own(endpointsOfAll(), Endpoint::endpointIdentifier, Endpoint::endpointArn)
        .map(endpoint -> new Leftover("endpoint", endpoint.endpointIdentifier(), endpoint.status(),
            () -> unlessDeleting(endpoint.status(), () -> dms.deleteEndpoint(r -> r.endpointArn(endpoint.endpointArn())))))
        .toList();
  }

  /** Endpoints that read their secret through this role, whoever made them. */
  List<String> endpointsWith(String role) {
    return endpointsOfAll()
        .filter(endpoint -> endpoint.mySQLSettings() != null && endpoint.mySQLSettings().secretsManagerAccessRoleArn() != null
            && endpoint.mySQLSettings().secretsManagerAccessRoleArn().endsWith("/" + role))
        .map(Endpoint::endpointIdentifier)
        .toList();
  }

  private Stream<Endpoint> endpointsOfAll() {
    return found(() -> dms.describeEndpointsPaginator().stream().flatMap(page -> page.endpoints().stream()));
  }

  List<Leftover> instances() {
    return own(found(() -> dms.describeReplicationInstancesPaginator().stream().flatMap(page -> page.replicationInstances().stream())),
        ReplicationInstance::replicationInstanceIdentifier, ReplicationInstance::replicationInstanceArn)
        .map(instance -> new Leftover("replication instance", instance.replicationInstanceIdentifier(),
            instance.replicationInstanceStatus() + ", " + instance.replicationInstanceClass() + ", costs money every hour",
            () -> unlessDeleting(instance.replicationInstanceStatus(),
                () -> dms.deleteReplicationInstance(r -> r.replicationInstanceArn(instance.replicationInstanceArn())))))
        .toList();
  }

  /**
   * Subnet groups. DMS tells no ARN by which their tags could be read, but only Tideway names them after its migrations, and only where
   * it has made one.
   *
   * @param noted what the migrations have noted as their own
   */
  List<Leftover> subnetGroups(Set<String> noted) {
    return found(() -> dms.describeReplicationSubnetGroupsPaginator().stream().flatMap(page -> page.replicationSubnetGroups().stream()))
        .map(ReplicationSubnetGroup::replicationSubnetGroupIdentifier)
        .filter(noted::contains)
        .map(name -> new Leftover("subnet group", name, "", () -> accepted(() -> dms.deleteReplicationSubnetGroup(r -> r.replicationSubnetGroupIdentifier(name)))))
        .toList();
  }

  List<Leftover> certificates() {
    return own(found(() -> dms.describeCertificatesPaginator().stream().flatMap(page -> page.certificates().stream())),
        Certificate::certificateIdentifier, Certificate::certificateArn)
        .map(certificate -> new Leftover("certificate", certificate.certificateIdentifier(), "",
            () -> accepted(() -> dms.deleteCertificate(r -> r.certificateArn(certificate.certificateArn())))))
        .toList();
  }

  private <T> Stream<T> own(Stream<T> all, Function<T, String> identifier, Function<T, String> arn) {
    return all.filter(resource -> identifier.apply(resource).startsWith(PREFIX) && owned(arn.apply(resource)));
  }

  private boolean owned(String arn) {
    try {
      return dms.listTagsForResource(r -> r.resourceArn(arn)).tagList().stream()
          .anyMatch(tag -> tag.key().equals(TAG) && migrations.contains(tag.value()));
    } catch (ResourceNotFoundException e) {
      return false;
    }
  }

  /** Some lists answer "not found" where there is nothing. */
  private static <T> Stream<T> found(Supplier<Stream<T>> list) {
    try {
      return list.get().toList().stream();
    } catch (ResourceNotFoundException e) {
      return Stream.of();
    }
  }

  private static void unlessDeleting(String status, Runnable deletion) {
    if (!status.equals("deleting")) {
      accepted(deletion);
    }
  }

  /** What is gone meanwhile is as it should be; what changes its state just now is looked at again. */
  private static void accepted(Runnable deletion) {
    try {
      deletion.run();
    } catch (ResourceNotFoundException e) {
      // gone
    } catch (InvalidResourceStateException e) {
      throw new Leftover.NotYet(e.getMessage());
    }
  }
}
