package dev.tideway.dms;

import dev.tideway.aws.DmsResources;
import dev.tideway.aws.EngineVersions;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.aws.ResourceKind;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** The replication instance and, if the request names subnets, its subnet group. Tideway describes them first and creates them if they are missing. */
public final class Instances {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

  /** Statuses from which an instance does not recover by itself (AWS DMS user guide, "Replication instance status"). */
  private static final Set<String> LOST =
      Set.of("failed", "deleting", "deleted", "incompatible-network", "incompatible-credentials", "storage-full");

  private final DatabaseMigrationClient dms;
  private final Locks locks;

  public Instances(DatabaseMigrationClient dms, Locks locks) {
    this.dms = dms;
    this.locks = locks;
  }

  /** The instance. It may not be {@code available} so far. */
  public UsedInstance ensure(Run run, Migration migration) {
    ResourceNames names = new ResourceNames(migration.name());
    OwnershipTag ownership = new OwnershipTag(dms, migration.name());
    Optional<ReplicationInstance> found = DmsResources.instance(dms, names.instance());
    if (found.isPresent()) {
      ReplicationInstance instance = found.get();
      ownership.demand("the replication instance " + names.instance(), instance.replicationInstanceArn());
      if (LOST.contains(instance.replicationInstanceStatus())) {
        throw new MigrationFailed(
            ErrorCode.RESOURCE_UNUSABLE,
            "the replication instance " + names.instance() + " is " + instance.replicationInstanceStatus()
                + ". Wait until it is gone or delete it, then start the same request again");
      }
      return used(run, instance);
    }
    return used(run, create(run, migration, names, ownership));
  }

  private UsedInstance used(Run run, ReplicationInstance instance) {
    locks.created(run.migration(), run.fence(), ResourceKind.INSTANCE.of(instance.replicationInstanceArn()));
    return new UsedInstance(instance.replicationInstanceArn(), instance.engineVersion());
  }

  private ReplicationInstance create(Run run, Migration migration, ResourceNames names, OwnershipTag ownership) {
    Migration.Replication wanted = migration.replication();
    CreateReplicationInstanceRequest.Builder request =
        CreateReplicationInstanceRequest.builder()
            .replicationInstanceIdentifier(names.instance())
            .replicationInstanceClass(wanted.instanceClass())
            .allocatedStorage(wanted.storageGb())
            .multiAZ(wanted.multiAz())
            // DMS's default is true
            .publiclyAccessible(wanted.publiclyAccessible())
            // an upgrade restarts every task
            .autoMinorVersionUpgrade(false)
            .tags(ownership.tags(wanted.tags()));
    EngineVersions.newest(dms).ifPresent(request::engineVersion);
    wanted.maintenanceWindow().ifPresent(request::preferredMaintenanceWindow);
    if (!wanted.securityGroups().isEmpty()) {
      request.vpcSecurityGroupIds(wanted.securityGroups());
    }
    subnetGroup(run, migration, names, ownership).ifPresent(request::replicationSubnetGroupIdentifier);
    try {
      LOG.info("creating replication instance {} ({}, engine {})", names.instance(), wanted.instanceClass(), request.build().engineVersion());
      return dms.createReplicationInstance(request.build()).replicationInstance();
    } catch (ResourceAlreadyExistsException e) {
      // an earlier call created it, and the answer to that call was lost
      ReplicationInstance made = DmsResources.instance(dms, names.instance()).orElseThrow(() -> e);
      ownership.demand("the replication instance " + names.instance(), made.replicationInstanceArn());
      return made;
    }
  }

  private Optional<String> subnetGroup(Run run, Migration migration, ResourceNames names, OwnershipTag ownership) {
    Migration.Replication wanted = migration.replication();
    if (wanted.subnetGroup().isPresent() || wanted.subnets().isEmpty()) {
      return wanted.subnetGroup();
    }
    if (!subnetGroupExists(dms, names.subnetGroup())) {
      try {
        dms.createReplicationSubnetGroup(
            r ->
                r.replicationSubnetGroupIdentifier(names.subnetGroup())
                    .replicationSubnetGroupDescription("Tideway migration " + migration.name())
                    .subnetIds(wanted.subnets())
                    .tags(ownership.tags(wanted.tags())));
      } catch (ResourceAlreadyExistsException e) {
        LOG.info("the subnet group {} exists", names.subnetGroup());
      }
    }
    locks.created(run.migration(), run.fence(), ResourceKind.SUBNET_GROUP.of(names.subnetGroup()));
    return Optional.of(names.subnetGroup());
  }

  static boolean subnetGroupExists(DatabaseMigrationClient dms, String identifier) {
    try {
      return !dms.describeReplicationSubnetGroups(r -> r.filters(DmsResources.filter("replication-subnet-group-id", identifier)))
          .replicationSubnetGroups()
          .isEmpty();
    } catch (ResourceNotFoundException e) {
      return false;
    }
  }
}
