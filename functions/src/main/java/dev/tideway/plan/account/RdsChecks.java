package dev.tideway.plan.account;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.plan.account.AwsAccount.Inbound;
import dev.tideway.plan.account.AwsAccount.ParameterGroup;
import dev.tideway.plan.account.AwsAccount.RdsDatabase;
import dev.tideway.plan.inventory.Addresses;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks of a source that is an Amazon RDS database of this account: what its catalogue does not show, and who can reach it. */
final class RdsChecks {
  private final AwsAccount aws;
  private final Migration migration;
  private final Optional<Addresses.Address> address;

  RdsChecks(AwsAccount aws, Migration migration, Optional<Addresses.Address> address) {
    this.aws = aws;
    this.migration = migration;
    this.address = address;
  }

  /** The findings; none for any other source. */
  List<Finding> look() {
    Optional<RdsDatabase> found = address.flatMap(a -> aws.rds(a.host()));
    if (found.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (found.get().serverlessV1()) {
      findings.add(
          Finding.blocker(
              FindingCode.AURORA_SERVERLESS_V1, "cluster " + found.get().name(), "an Aurora Serverless v1 cluster", "a source from which AWS DMS can read changes: provisioned, or Serverless v2",
              "aws rds modify-db-cluster --db-cluster-identifier " + found.get().name()
                  + " --engine-mode provisioned --allow-engine-mode-change --db-cluster-instance-class db.r6g.large"));
    }
    found.get().parameters().map(group -> parameters(found.get(), group)).ifPresent(findings::add);
    address.flatMap(a -> closed(found.get(), a.port())).ifPresent(findings::add);
    return findings;
  }

  /** The commands that change parameters of this database. Other findings name the required values. */
  private static Finding parameters(RdsDatabase database, ParameterGroup group) {
    boolean standard = group.name().startsWith("default.");
    String kind = group.cluster() ? "db-cluster" : "db";
    String name = standard ? "tideway-" + database.name() : group.name();
    String option = " --" + kind + "-parameter-group-name " + name;
    String change =
        "aws rds modify-" + kind + "-parameter-group" + option
            + " --parameters ParameterName=binlog_format,ParameterValue=ROW,ApplyMethod=pending-reboot ParameterName=binlog_row_image,ParameterValue=FULL,ApplyMethod=pending-reboot";
    String create = "aws rds create-" + kind + "-parameter-group" + option + " --" + "db-parameter-group-family " + group.family() + " --description \"for a migration\" && ";
    String attach =
        group.cluster()
            ? " && aws rds modify-db-cluster --db-cluster-identifier " + database.name() + option + " --apply-immediately"
            : " && aws rds modify-db-instance --db-instance-identifier " + database.name() + option + " --apply-immediately";
    String reboot = "aws rds reboot-db-instance --db-instance-identifier " + group.writer();
    String object = "parameter group " + group.name();
    String kindOfGroup = standard ? "a default group, which cannot be changed" : "your own group";
    return group.pendingReboot()
        ? Finding.warning(FindingCode.PARAMETER_GROUP, object, kindOfGroup + "; changes wait for a reboot", "parameters in effect", reboot)
        : Finding.info(
            FindingCode.PARAMETER_GROUP, object, kindOfGroup + ", in effect", "for your information: the fix shows how to change the parameters of the binary log",
            (standard ? create + change + attach : change) + " && " + reboot);
  }

  private Optional<Finding> closed(RdsDatabase database, int port) {
    List<String> members = migration.replication().securityGroups();
    List<String> networks = migration.replication().subnets().isEmpty()
        ? List.of()
        : aws.subnets(migration.replication().subnets()).stream().map(AwsAccount.Subnet::network).toList();
    boolean open = aws.groups(database.groups()).stream()
        .flatMap(group -> group.inbound().stream())
        .anyMatch(rule -> rule.allowsInbound(port) && (fromGroup(rule, members) || fromNetwork(rule, networks)));
    if (open) {
      return Optional.empty();
    }
    String from = members.isEmpty()
        ? "--cidr " + networks.stream().findFirst().orElse("SUBNET_CIDR")
        : "--source-group " + members.getFirst();
    return Optional.of(
        Finding.warning(
            FindingCode.INBOUND_RULE_MISSING, "database " + database.name(), "no inbound rule of " + String.join(", ", database.groups()) + " that lets the replication instance in to port " + port,
            "a rule for TCP " + port + " from the replication instance's security group or subnets",
            "aws ec2 authorize-security-group-ingress --group-id " + database.groups().stream().findFirst().orElse("GROUP_ID") + " --protocol tcp --port "
                + port + " " + from));
  }

  /** If the request names no groups, the instance gets the default group of the VPC. The id of that group is not known here. */
  private static boolean fromGroup(Inbound rule, List<String> members) {
    return members.isEmpty() ? !rule.groups().isEmpty() : rule.groups().stream().anyMatch(members::contains);
  }

  /** If the request names no subnets, or the instance has a public address, any network may be the right one. */
  private boolean fromNetwork(Inbound rule, List<String> networks) {
    if (networks.isEmpty() || migration.replication().publiclyAccessible()) {
      return !rule.networks().isEmpty();
    }
    return rule.networks().stream().anyMatch(allowed -> networks.stream().anyMatch(network -> AddressPrefix.overlap(allowed, network)));
  }
}
