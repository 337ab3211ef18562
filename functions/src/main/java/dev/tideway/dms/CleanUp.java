package dev.tideway.dms;

import dev.tideway.aws.DmsResources;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.model.Side;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/**
 * Removes what the migration created: alarms, tasks, endpoints, instance, subnet group and certificates. DMS demands this order. Each call does one step of
 * it. Every call checks everything that the lock's list names, so a call may be repeated.
 */
public final class CleanUp {
  private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

  private final DatabaseMigrationClient dms;
  private final Locks locks;
  private final CloudWatchClient cloudWatch;
  private final Tasks tasks;
  private final DmsResources resources;

  public CleanUp(DatabaseMigrationClient dms, Locks locks, CloudWatchClient cloudWatch, Tasks tasks) {
    this.dms = dms;
    this.locks = locks;
    this.cloudWatch = cloudWatch;
    this.tasks = tasks;
    this.resources = new DmsResources(dms);
  }

  /** Deletes what can be deleted now and returns what is being deleted; empty when nothing of the migration is left. */
  public List<String> step(Run run, boolean finished, Deadline deadline) {
    recordMissedResources(run);
    List<String> recorded = locks.find(run.migration()).map(Locks.Lock::resources).orElse(Set.of()).stream().sorted().toList();
    List<String> taskArns = ids(recorded, ResourceKind.TASK);
    if (!finished) {
      refuseUnappliedChanges(taskArns);
    }
    Alarms.delete(cloudWatch, locks, run, ids(recorded, ResourceKind.ALARM));
    List<String> deleting = delete(run, ResourceKind.TASK, taskArns, arn -> deleteTask(arn, deadline));
    if (deleting.isEmpty()) {
      deleting = delete(run, ResourceKind.ENDPOINT, ids(recorded, ResourceKind.ENDPOINT), arn -> dms.deleteEndpoint(r -> r.endpointArn(arn)));
    }
    if (deleting.isEmpty()) {
      deleting =
          delete(run, ResourceKind.INSTANCE, ids(recorded, ResourceKind.INSTANCE), arn -> dms.deleteReplicationInstance(r -> r.replicationInstanceArn(arn)));
    }
    if (deleting.isEmpty()) {
      deleting = new ArrayList<>();
      deleting.addAll(
          delete(
              run,
              ResourceKind.SUBNET_GROUP,
              ids(recorded, ResourceKind.SUBNET_GROUP),
              id -> dms.deleteReplicationSubnetGroup(r -> r.replicationSubnetGroupIdentifier(id))));
      deleting.addAll(
          delete(run, ResourceKind.CERTIFICATE, ids(recorded, ResourceKind.CERTIFICATE), arn -> dms.deleteCertificate(r -> r.certificateArn(arn))));
    }
    return deleting;
  }

  /**
   * Finds resources that the lock's list lacks. A function that ends between creating and recording leaves a resource that costs money. The resource's
   * name and tag still show which migration it belongs to.
   */
  private void recordMissedResources(Run run) {
    ResourceNames names = new ResourceNames(run.migration());
    OwnershipTag ownership = new OwnershipTag(dms, run.migration());
    DmsResources.instance(dms, names.instance())
        .map(ReplicationInstance::replicationInstanceArn)
        .filter(ownership::owns)
        .ifPresent(arn -> locks.created(run.migration(), run.fence(), ResourceKind.INSTANCE.of(arn)));
    for (Side side : Side.values()) {
      Endpoints.find(dms, names.endpoint(side))
          .map(Endpoint::endpointArn)
          .filter(ownership::owns)
          .ifPresent(arn -> locks.created(run.migration(), run.fence(), ResourceKind.ENDPOINT.of(arn)));
    }
    recordTasks(run, names::task, ownership);
    recordTasks(run, names::reload, ownership);
  }

  private void recordTasks(Run run, IntFunction<String> name, OwnershipTag ownership) {
    int number = 1;
    for (Optional<String> task = ownTask(name.apply(number), ownership); task.isPresent(); task = ownTask(name.apply(++number), ownership)) {
      locks.created(run.migration(), run.fence(), ResourceKind.TASK.of(task.get()));
    }
  }

  private Optional<String> ownTask(String identifier, OwnershipTag ownership) {
    return tasks.named(identifier).map(ReplicationTask::replicationTaskArn).filter(ownership::owns);
  }

  private void refuseUnappliedChanges(List<String> arns) {
    for (String arn : arns) {
      Optional<ReplicationTask> begun = tasks.find(arn).filter(DmsResources::mayHoldChanges);
      if (begun.isPresent()) {
        throw new MigrationFailed(
            ErrorCode.CHANGES_UNAPPLIED,
            "task " + begun.get().replicationTaskIdentifier() + " is " + begun.get().status()
                + " and may have changes that are not on the target yet, so nothing is removed. Start the same request again to go on, or delete"
                + " the task by hand to give the migration up");
      }
    }
  }

  /** Deletes each resource that still exists. One that does not exist any more is removed from the lock's list. */
  private List<String> delete(Run run, ResourceKind kind, List<String> ids, Consumer<String> deletion) {
    List<String> deleting = new ArrayList<>();
    for (String id : ids) {
      try {
        deletion.accept(id);
        LOG.info("deleting {} {}", kind, id);
        deleting.add(kind.of(id));
      } catch (ResourceNotFoundException e) {
        locks.removed(run.migration(), run.fence(), kind.of(id));
      } catch (InvalidResourceStateException e) {
        if (resources.status(kind.of(id)).filter("deleting"::equals).isEmpty()) {
          throw e;
        }
        deleting.add(kind.of(id));
      }
    }
    return deleting;
  }

  private void deleteTask(String arn, Deadline deadline) {
    Optional<ReplicationTask> found = tasks.find(arn);
    if (found.isPresent() && !found.get().status().equals("deleting")) {
      tasks.stop(arn, deadline);
      // DMS cannot delete a task that is stopping, and nothing would delete the task after the wait
      tasks.settled(arn, deadline);
    }
    dms.deleteReplicationTask(r -> r.replicationTaskArn(arn));
  }

  private static List<String> ids(List<String> recorded, ResourceKind kind) {
    return recorded.stream().flatMap(r -> kind.id(r).stream()).toList();
  }
}
