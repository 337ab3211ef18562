package dev.tideway.local.commands;

import dev.tideway.aws.DmsResources;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.dms.ResourceNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Certificate;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.Tag;

/** The AWS DMS resources of one stack's migrations, recognised by Tideway's tag. */
final class Replication {
  private final DatabaseMigrationClient dms;
  private final Supplier<Migrations> migrations;

  /**
   * The DMS resources of the account.
   *
   * @param migrations the migrations of the stack, read again for every search; a resource with any other name belongs to a different stack
   */
  Replication(DatabaseMigrationClient dms, Supplier<Migrations> migrations) {
    this.dms = dms;
    this.migrations = migrations;
  }

  List<Leftover> tasks() {
    Set<String> finished = migrations.get().finished();
    return ownTasks()
        .map(task -> new Leftover("replication task", task.replicationTaskIdentifier(),
            task.status() + (unapplied(task, finished) ? ", may have changes that are not on the target yet" : ""), () -> delete(task)))
        .toList();
  }

  /** Tasks of migrations that have not finished; they may have changes that the target lacks. */
  List<String> unapplied() {
    Set<String> finished = migrations.get().finished();
    return ownTasks().filter(task -> unapplied(task, finished)).map(ReplicationTask::replicationTaskIdentifier).toList();
  }

  private Stream<ReplicationTask> ownTasks() {
    return own(found(() -> dms.describeReplicationTasksPaginator(r -> r.withoutSettings(true)).stream().flatMap(page -> page.replicationTasks().stream())),
        ReplicationTask::replicationTaskIdentifier, ReplicationTask::replicationTaskArn);
  }

  private boolean unapplied(ReplicationTask task, Set<String> finished) {
    return DmsResources.mayHoldChanges(task) && migration(task.replicationTaskArn()).filter(finished::contains).isEmpty();
  }

  /** A running task is stopped first; the next search finds it stopped. */
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

  /** Endpoints of other owners that read their secret through this role. */
  List<String> endpointsOfOthers(String role) {
    Set<String> migrations = this.migrations.get().names();
    return endpointsOfAll()
        .filter(endpoint -> !owned(endpoint.endpointIdentifier(), endpoint.endpointArn(), migrations))
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
   * Subnet groups. DMS returns no ARN to read their tags with. But only Tideway gives them the names of its migrations, and only where it
   * has created one. So the migrations' records identify them.
   */
  List<Leftover> subnetGroups() {
    Set<String> recorded = migrations.get().made().stream().flatMap(made -> ResourceKind.SUBNET_GROUP.id(made).stream()).collect(Collectors.toSet());
    return found(() -> dms.describeReplicationSubnetGroupsPaginator().stream().flatMap(page -> page.replicationSubnetGroups().stream()))
        .map(ReplicationSubnetGroup::replicationSubnetGroupIdentifier)
        .filter(recorded::contains)
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
    Set<String> migrations = this.migrations.get().names();
    return all.filter(resource -> owned(identifier.apply(resource), arn.apply(resource), migrations));
  }

  private boolean owned(String identifier, String arn, Set<String> migrations) {
    return identifier.startsWith(ResourceNames.PREFIX) && migration(arn).filter(migrations::contains).isPresent();
  }

  /** The migration in the resource's tag. */
  private Optional<String> migration(String arn) {
    try {
      return dms.listTagsForResource(r -> r.resourceArn(arn)).tagList().stream().filter(tag -> tag.key().equals(OwnershipTag.NAME)).map(Tag::value).findFirst();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Some lists return "not found" where there is nothing. */
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

  /** A resource that is already deleted is fine; a resource that is changing its state is checked again. */
  private static void accepted(Runnable deletion) {
    try {
      deletion.run();
    } catch (ResourceNotFoundException e) {
      // already deleted
    } catch (InvalidResourceStateException e) {
      throw new Leftover.NotYet(e.getMessage());
    }
  }
}
