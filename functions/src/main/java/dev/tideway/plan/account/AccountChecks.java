package dev.tideway.plan.account;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DmsResources;
import dev.tideway.aws.EngineVersions;
import dev.tideway.aws.OwnershipTag;
import dev.tideway.dms.ResourceNames;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.model.Side;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import dev.tideway.run.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.AccountQuota;
import software.amazon.awssdk.services.databasemigration.model.EngineVersion;
import software.amazon.awssdk.services.databasemigration.model.OrderableReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** Checks of the AWS account: what Prepare and Load will need from it. The checks only call describing actions. */
public final class AccountChecks {
  /** The file that holds the findings. */
  public static final Artifact<List<Finding>> FINDINGS = new Artifact<>("findings-account.json", new TypeReference<>() {});

  private static final Logger LOG = LoggerFactory.getLogger(AccountChecks.class);
  private static final String LEAST_ENGINE = "3.5";

  /** The longest expected migration: weeks of load and replication, including the wait for an approval. */
  private static final Duration LONGEST_MIGRATION = Duration.ofDays(60);

  private final DatabaseMigrationClient dms;
  private final AwsAccount aws;
  private final Migration migration;
  private final Addresses addresses;
  private final Account account;
  private final ResourceNames names;

  /**
   * The AWS account.
   *
   * @param region its region
   * @param dmsRole ARN of the role with which DMS reads secrets
   * @param topic ARN of the SNS topic that notifies people
   */
  public record Account(String region, String dmsRole, String topic) {
    /** The last part of the ARN. */
    String dmsRoleName() {
      return dmsRole.substring(dmsRole.lastIndexOf('/') + 1);
    }

    String partition() {
      return PartitionMetadata.of(Region.of(region)).id();
    }

    /** What the names of service principals and endpoints end with. */
    String suffix() {
      return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }

    /** An ARN of this account and region. */
    String arn(String service, String resource) {
      return "arn:" + partition() + ":" + service + ":" + region + ":" + dmsRole.split(":")[4] + ":" + resource;
    }

    /** The service principal with which DMS of that region reads secrets. */
    String regionalDms() {
      return "dms." + region + "." + suffix();
    }
  }

  public AccountChecks(DatabaseMigrationClient dms, AwsAccount aws, Migration migration, Addresses addresses, Account account) {
    this.dms = dms;
    this.aws = aws;
    this.migration = migration;
    this.addresses = addresses;
    this.account = account;
    this.names = new ResourceNames(migration.name());
  }

  /** The findings of all checks. A check that fails becomes a finding of its own. */
  public List<Finding> look() {
    Map<String, Supplier<List<Finding>>> checks = new TreeMap<>();
    checks.put("quotas of AWS DMS", this::quotas);
    checks.put("service roles of AWS DMS", new RoleChecks(aws, account, names)::serviceRoles);
    checks.put("instance class", this::instanceClass);
    checks.put("engine versions", this::engineVersions);
    checks.put("subnets", this::subnets);
    checks.put("security groups", this::securityGroups);
    checks.put("secrets", this::secrets);
    checks.put("source in Amazon RDS", new RdsChecks(aws, migration, addresses.source())::look);
    checks.put("resources of the same name", this::leftovers);
    checks.put("alert topic", this::subscriptions);
    // not a parallel stream: its threads do not inherit what log lines are about
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<Finding>>> answers =
          checks.entrySet().stream().map(e -> CompletableFuture.supplyAsync(() -> look(e.getKey(), e.getValue()), threads)).toList();
      return answers.stream().flatMap(answer -> answer.join().stream()).toList();
    }
  }

  private static List<Finding> look(String name, Supplier<List<Finding>> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      LOG.warn("the check \"{}\" failed", name, e);
      return List.of(
          Finding.warning(
              FindingCode.ACCOUNT_CHECK_BROKEN, "check \"" + name + "\"", "the check failed: " + e.getMessage(), "an answer from AWS",
              "start the same request again; if the call is denied, update the stack, so that the function's role has the permission"));
    }
  }

  private List<Finding> quotas() {
    boolean instance = DmsResources.instance(dms, names.instance()).isPresent();
    Map<String, Long> needed = new TreeMap<>();
    if (!instance) {
      needed.put("ReplicationInstances", 1L);
      needed.put("AllocatedStorage", (long) migration.replication().storageGb());
      needed.put("Endpoints", 2L);
      // the tables without a key have a task of their own
      needed.put("ReplicationTasks", migration.keyless() == Migration.Keyless.reload ? 2L : 1L);
      if (!migration.replication().subnets().isEmpty()) {
        needed.put("ReplicationSubnetGroups", 1L);
        needed.put("SubnetsPerReplicationSubnetGroup", (long) migration.replication().subnets().size());
      }
      long certificates = Stream.of(migration.source(), migration.target()).filter(Migration.Endpoint::verified).count();
      if (certificates > 0) {
        needed.put("Certificates", certificates);
      }
    }
    return dms.describeAccountAttributes(r -> {}).accountQuotas().stream()
        .filter(q -> needed.containsKey(q.accountQuotaName()) && used(q) + needed.get(q.accountQuotaName()) > q.max())
        .map(
            q ->
                Finding.blocker(
                    FindingCode.DMS_QUOTA, "quota " + q.accountQuotaName(), used(q) + " of " + q.max() + " used", needed.get(q.accountQuotaName()) + " more",
                    "request a higher quota in Service Quotas (AWS Database Migration Service), or delete what is no longer needed"))
        .toList();
  }

  /** The number of subnets in a group is a limit of each group. It is not a quota that the account uses up. */
  private static long used(AccountQuota quota) {
    return quota.accountQuotaName().contains("Per") || quota.used() == null ? 0 : quota.used();
  }

  private List<Finding> instanceClass() {
    String wanted = migration.replication().instanceClass();
    List<OrderableReplicationInstance> offered =
        dms.describeOrderableReplicationInstancesPaginator(r -> {}).stream().flatMap(page -> page.orderableReplicationInstances().stream()).toList();
    List<OrderableReplicationInstance> same = offered.stream().filter(o -> o.replicationInstanceClass().equals(wanted)).toList();
    if (same.isEmpty()) {
      return List.of(
          Finding.blocker(
              FindingCode.INSTANCE_NOT_OFFERED, "/replication/instanceClass", wanted + ", which " + account.region() + " does not offer",
              "one of " + String.join(", ", offered.stream().map(o -> o.replicationInstanceClass()).collect(Collectors.toCollection(TreeSet::new))),
              "choose one of them"));
    }
    int storage = migration.replication().storageGb();
    return same.stream().anyMatch(o -> o.minAllocatedStorage() <= storage && storage <= o.maxAllocatedStorage())
        ? List.of()
        : List.of(
            Finding.blocker(
                FindingCode.INSTANCE_NOT_OFFERED, "/replication/storageGb", storage + " GB", same.getFirst().minAllocatedStorage() + " to " + same.getFirst().maxAllocatedStorage() + " GB",
                "choose an amount in that range"));
  }

  /** The task settings need 3.5 or later. An existing instance keeps its version, and a new one gets the newest version. */
  private List<Finding> engineVersions() {
    List<EngineVersion> offered = EngineVersions.offered(dms);
    if (offered.isEmpty() || EngineVersions.compare(offered.getLast().version(), LEAST_ENGINE) < 0) {
      return List.of(
          Finding.blocker(
              FindingCode.ENGINE_TOO_OLD, "engine versions of AWS DMS", String.join(", ", offered.stream().map(EngineVersion::version).toList()), LEAST_ENGINE + " or newer",
              "choose a region that offers it"));
    }
    Optional<String> existing = DmsResources.instance(dms, names.instance()).map(ReplicationInstance::engineVersion);
    EngineVersion used =
        offered.stream().filter(v -> existing.filter(v.version()::equals).isPresent()).findFirst().orElse(offered.getLast());
    Instant horizon = Platform.clock().instant().plus(LONGEST_MIGRATION);
    return EngineVersions.end(used).filter(end -> end.isBefore(horizon)).map(end -> ending(used, end, existing.isPresent())).map(List::of).orElse(List.of());
  }

  private Finding ending(EngineVersion used, Instant end, boolean exists) {
    return Finding.warning(
        FindingCode.ENGINE_ENDS, "engine of AWS DMS", used.version() + (used.lifecycle() == null ? "" : " (" + used.lifecycle() + ")") + ", which AWS DMS upgrades or no longer supports from " + end + " on",
        "a version that AWS DMS supports during the whole migration: an upgrade restarts every task",
        exists
            ? "finish before that day, or upgrade first: aws dms modify-replication-instance --replication-instance-arn ARN --engine-version VERSION --apply-immediately"
            : "finish before that day; a newer version is not offered in " + account.region());
  }

  private List<Finding> subnets() {
    Migration.Replication wanted = migration.replication();
    if (wanted.subnetGroup().isPresent()) {
      return subnetGroup(wanted.subnetGroup().get());
    }
    if (wanted.subnets().isEmpty()) {
      return defaultGroup();
    }
    List<AwsAccount.Subnet> found = aws.subnets(wanted.subnets());
    List<String> missing = wanted.subnets().stream().filter(id -> found.stream().noneMatch(s -> s.id().equals(id))).toList();
    if (!missing.isEmpty()) {
      return List.of(subnetFinding("no such subnets: " + String.join(", ", missing), "subnets of " + account.region() + " that exist"));
    }
    if (found.stream().map(AwsAccount.Subnet::vpc).distinct().count() > 1) {
      return List.of(subnetFinding("subnets of more than one VPC", "subnets of one VPC"));
    }
    return zones(found.stream().map(AwsAccount.Subnet::zone));
  }

  private List<Finding> subnetGroup(String name) {
    Optional<ReplicationSubnetGroup> group = group(name);
    if (group.isPresent()) {
      return zones(zonesOf(group.get()));
    }
    return List.of(
        Finding.blocker(
            FindingCode.SUBNETS_UNFIT, "/replication/subnetGroup", "no subnet group " + name, "a replication subnet group that exists",
            "correct its name, or name subnets instead, from which Tideway creates a group"));
  }

  /** If a request names no subnets, AWS DMS chooses the subnet group: the group named default, which DMS creates from the default VPC for the first instance. */
  private List<Finding> defaultGroup() {
    Optional<ReplicationSubnetGroup> group = group("default");
    if (group.isEmpty()) {
      return List.of(
          Finding.info(
              FindingCode.SUBNETS_UNFIT, "/replication/subnets", "no subnets in the request, and no replication subnet group named default yet",
              "for your information: AWS DMS creates that group from the default VPC, and fails if there is no default VPC", "name two subnets in different zones to be sure"));
    }
    List<String> zones = zonesOf(group.get()).distinct().toList();
    return zones.size() > 1
        ? List.of()
        : List.of(subnetFinding("no subnets in the request, and the replication subnet group named default is in one zone only: " + String.join(", ", zones),
            "subnets in two availability zones, as AWS DMS requires"));
  }

  private Optional<ReplicationSubnetGroup> group(String name) {
    try {
      return dms.describeReplicationSubnetGroups(r -> r.filters(DmsResources.filter("replication-subnet-group-id", name))).replicationSubnetGroups().stream()
          .findFirst();
    } catch (ResourceNotFoundException e) {
      LOG.info("no subnet group {}", name);
      return Optional.empty();
    }
  }

  private static Stream<String> zonesOf(ReplicationSubnetGroup group) {
    return group.subnets().stream().map(s -> s.subnetAvailabilityZone().name());
  }

  private List<Finding> zones(Stream<String> zones) {
    List<String> different = zones.distinct().sorted().toList();
    return different.size() > 1
        ? List.of()
        : List.of(subnetFinding("subnets in one zone only: " + String.join(", ", different), "subnets in two availability zones, as AWS DMS requires"));
  }

  private static Finding subnetFinding(String found, String needed) {
    return Finding.blocker(FindingCode.SUBNETS_UNFIT, "/replication/subnets", found, needed, "aws ec2 describe-subnets lists them with their zones; name two in different zones");
  }

  private List<Finding> securityGroups() {
    List<String> wanted = migration.replication().securityGroups();
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<AwsAccount.Group> found = aws.groups(wanted);
    List<Finding> findings = new ArrayList<>();
    wanted.stream()
        .filter(id -> found.stream().noneMatch(g -> g.id().equals(id)))
        .forEach(
            id ->
                findings.add(
                    Finding.blocker(
                        FindingCode.OUTBOUND_RULE_MISSING, "/replication/securityGroups", "no security group " + id, "security groups that exist", "aws ec2 describe-security-groups lists them")));
    for (Side side : Side.values()) {
      Optional<Addresses.Address> address = side == Side.source ? addresses.source() : addresses.target();
      address
          .map(Addresses.Address::port)
          .filter(port -> found.stream().noneMatch(g -> g.allowsOutbound(port)))
          .ifPresent(
              port ->
                  findings.add(
                      Finding.blocker(
                          FindingCode.OUTBOUND_RULE_MISSING, "/replication/securityGroups", "no rule that lets the replication instance out to port " + port + " of the " + side,
                          "an outbound rule for TCP " + port + ", and an inbound one in the group of the database",
                          "aws ec2 authorize-security-group-egress --group-id " + wanted.getFirst() + " --protocol tcp --port " + port + " --cidr 0.0.0.0/0")));
    }
    return findings;
  }

  private List<Finding> secrets() {
    RoleChecks roles = new RoleChecks(aws, account, names);
    List<Finding> findings = new ArrayList<>();
    for (Side side : Side.values()) {
      String arn = (side == Side.source ? migration.source() : migration.target()).secret();
      AwsAccount.SecretFacts secret = aws.secret(arn);
      if (secret.owner().filter(o -> o.contains("rds")).isPresent()) {
        findings.add(
            Finding.blocker(
                FindingCode.SECRET_OF_RDS, "/" + side + "/secret", "a secret that RDS manages: it has no host and no port", "a secret with host, port, username and password",
                "aws secretsmanager create-secret with those four; you must change it whenever RDS rotates its own secret"));
      }
      roles.secret(side, arn, secret.key()).ifPresent(findings::add);
    }
    return findings;
  }

  /** Existing resources with the migration's name: left by an earlier execution of this migration, or owned by something else. */
  private List<Finding> leftovers() {
    OwnershipTag ownership = new OwnershipTag(dms, migration.name());
    Map<String, String> found = new TreeMap<>();
    DmsResources.instance(dms, names.instance()).ifPresent(i -> found.put("replication instance " + names.instance(), i.replicationInstanceArn()));
    for (Side side : Side.values()) {
      endpoint(names.endpoint(side)).ifPresent(arn -> found.put("endpoint " + names.endpoint(side), arn));
    }
    for (String name : List.of(names.task(1), names.reload(1))) {
      task(name).ifPresent(arn -> found.put("replication task " + name, arn));
    }
    return found.entrySet().stream()
        .map(
            e ->
                ownership.owns(e.getValue())
                    ? Finding.info(
                        FindingCode.RESOURCES_EXIST, e.getKey(), "left by an earlier execution of this migration", "for your information: the migration uses it again", "nothing, unless you want a fresh start: then delete it")
                    : Finding.blocker(
                        FindingCode.RESOURCES_EXIST, e.getKey(), "exists without the tag " + OwnershipTag.NAME + "=" + migration.name(), "a name that is free",
                        "choose a different name for the migration, or delete " + e.getValue()))
        .toList();
  }

  private Optional<String> endpoint(String identifier) {
    try {
      return dms.describeEndpoints(r -> r.filters(DmsResources.filter("endpoint-id", identifier))).endpoints().stream().findFirst().map(e -> e.endpointArn());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<String> task(String identifier) {
    try {
      return dms.describeReplicationTasks(r -> r.filters(DmsResources.filter("replication-task-id", identifier)).withoutSettings(true))
          .replicationTasks().stream()
          .findFirst()
          .map(t -> t.replicationTaskArn());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private List<Finding> subscriptions() {
    return aws.hasConfirmedSubscription(account.topic())
        ? List.of()
        : List.of(
            Finding.warning(
                FindingCode.NOBODY_SUBSCRIBED, "topic " + account.topic().substring(account.topic().lastIndexOf(':') + 1), "no confirmed subscription", "somebody who gets the mails about failures",
                "confirm the subscription mail, or aws sns subscribe --topic-arn " + account.topic() + " --protocol email --notification-endpoint ADDRESS"));
  }
}
