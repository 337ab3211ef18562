package dev.tideway.plan.account;

import dev.tideway.dms.ResourceNames;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.model.Side;
import dev.tideway.plan.account.AwsAccount.Denial;
import dev.tideway.plan.account.AwsAccount.Role;
import dev.tideway.plan.account.AwsAccount.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks of the roles by which AWS DMS acts in the account: it must trust AWS DMS, and be allowed what AWS DMS does with it. IAM judges the latter.
 *
 * <p>Source of the actions: AWS DMS user guide, "AWS managed policies", "IAM permissions needed to use AWS DMS" and "Logging task settings".
 */
final class RoleChecks {
  private static final String DMS = "dms.amazonaws.com";
  private static final String GET_SECRET = "secretsmanager:GetSecretValue";
  private static final String DECRYPT = "kms:Decrypt";

  private final AwsAccount surroundings;
  private final AccountChecks.Account account;
  private final ResourceNames names;

  RoleChecks(AwsAccount surroundings, AccountChecks.Account account, ResourceNames names) {
    this.surroundings = surroundings;
    this.account = account;
    this.names = names;
  }

  /** Findings about the roles that every account with AWS DMS has. */
  List<Finding> serviceRoles() {
    // the managed policy has two more since 2024: a role of before may do without them
    List<Use> network =
        List.of(
            new Use(List.of("ec2:DescribeAvailabilityZones", "ec2:DescribeInternetGateways", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"), "*", Map.of()),
            new Use(
                List.of("ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"),
                account.arn("ec2", "network-interface/eni-00000000000000000"), Map.of()));
    String group = account.arn("logs", "log-group:dms-tasks-" + names.instance());
    List<Use> logs =
        List.of(
            new Use(List.of("logs:DescribeLogGroups"), "*", Map.of()),
            new Use(List.of("logs:CreateLogGroup", "logs:DescribeLogStreams"), group, Map.of()),
            new Use(List.of("logs:CreateLogStream", "logs:PutLogEvents"), group + ":log-stream:dms-task-" + names.task(1), Map.of()));
    return Stream.of(
            serviceRole("dms-vpc-role", "AmazonDMSVPCManagementRole", "the role by which AWS DMS uses the VPC", Severity.blocker, network),
            serviceRole("dms-cloudwatch-logs-role", "AmazonDMSCloudWatchLogsRole", "the role by which AWS DMS writes the task's log", Severity.warning, logs))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Finding> serviceRole(String name, String policy, String needed, Severity severity, List<Use> uses) {
    String attach = "aws iam attach-role-policy --role-name " + name + " --policy-arn arn:" + account.partition() + ":iam::aws:policy/service-role/" + policy;
    Optional<Role> role = surroundings.role(name).filter(r -> r.trusts(DMS));
    if (role.isEmpty()) {
      String create =
          "aws iam create-role --role-name " + name
              + " --assume-role-policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" + DMS + "\"},"
              + "\"Action\":\"sts:AssumeRole\"}]}' && ";
      return Optional.of(new Finding(FindingCode.DMS_ROLE_MISSING, severity, name, "no role of that name that trusts " + DMS, needed, create + attach));
    }
    List<Denial> denied = uses.stream().flatMap(use -> surroundings.denied(role.get().arn(), use).stream()).toList();
    return denied.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(FindingCode.DMS_ROLE_MISSING, severity, name, "a role that is denied " + list(denied), needed + ", with these rights", attach));
  }

  /**
   * The finding about a secret that AWS DMS cannot read by the stack's role.
   *
   * @param secret its ARN
   * @param key the customer's key that encrypts it
   */
  Optional<Finding> secret(Side side, String secret, Optional<String> key) {
    String object = "/" + side + "/secret";
    Optional<Role> role = surroundings.role(account.dmsRoleName()).filter(r -> r.trusts(account.regionalDms()));
    if (role.isEmpty()) {
      return Optional.of(
          Finding.blocker(
              FindingCode.SECRET_NOT_READABLE, object, "no role " + account.dmsRoleName() + " that trusts " + account.regionalDms(), "the role by which AWS DMS reads the secret",
              "deploy the stack again, which makes that role"));
    }
    List<Denial> reading = surroundings.denied(role.get().arn(), new Use(List.of(GET_SECRET), secret, Map.of()));
    if (!reading.isEmpty()) {
      return Optional.of(
          Finding.blocker(
              FindingCode.SECRET_NOT_READABLE, object, "a secret for which the role " + account.dmsRoleName() + " is denied " + list(reading),
              "a secret with an ARN that matches the stack's parameter SecretArnPattern",
              "store it under that pattern, or update the stack with a different SecretArnPattern"));
    }
    Map<String, String> context = Map.of("kms:ViaService", "secretsmanager." + account.region() + "." + account.suffix());
    return key.map(this::keyArn)
        .flatMap(
            arn -> {
              List<Denial> decrypting = surroundings.denied(role.get().arn(), new Use(List.of(DECRYPT), arn, context));
              return decrypting.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      Finding.warning(
                          FindingCode.SECRET_NOT_READABLE, object,
                          "a secret encrypted with the key " + arn + ", for which the role " + account.dmsRoleName() + " is denied " + list(decrypting), "a key that the role may use",
                          "update the stack with the key in SecretKeyArns (and let the key's policy allow this account), or encrypt the secret with the key aws/secretsmanager"));
            });
  }

  /** Secrets Manager names a key as the secret's owner did: by its ARN, its id or an alias. */
  private String keyArn(String key) {
    return key.startsWith("arn:") ? key : account.arn("kms", key.startsWith("alias/") ? key : "key/" + key);
  }

  private static String list(List<Denial> denied) {
    String actions = denied.stream().map(Denial::action).collect(Collectors.joining(", "));
    String unknown = denied.stream().flatMap(d -> d.unknown().stream()).distinct().sorted().collect(Collectors.joining(", "));
    return actions + (unknown.isEmpty() ? "" : " (if it depends on them, without a value for " + unknown + ")");
  }
}
