package dev.tideway.plan.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.sns.SnsClient;

/** The real AWS account. */
final class LiveAwsAccount implements AwsAccount {
  private static final String PENDING = "pending-reboot";

  /** The first two numbers of a version. The name of a parameter group family ends with them. */
  private static final Pattern FAMILY = Pattern.compile("^\\d+\\.\\d+");

  private final Ec2Client ec2;
  private final IamClient iam;
  private final RdsClient rds;
  private final SecretsManagerClient secrets;
  private final SnsClient sns;

  LiveAwsAccount(Ec2Client ec2, IamClient iam, RdsClient rds, SecretsManagerClient secrets, SnsClient sns) {
    this.ec2 = ec2;
    this.iam = iam;
    this.rds = rds;
    this.secrets = secrets;
    this.sns = sns;
  }

  @Override
  public Optional<Role> role(String name) {
    try {
      software.amazon.awssdk.services.iam.model.Role role = iam.getRole(r -> r.roleName(name)).role();
      // IAM encodes documents as URLs are encoded
      String trust = URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8);
      return Optional.of(new Role(role.arn(), Json.read(trust, JsonNode.class)));
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Denial> denied(String role, Use use) {
    List<ContextEntry> context =
        use.context().entrySet().stream()
            .map(e -> ContextEntry.builder().contextKeyName(e.getKey()).contextKeyType(ContextKeyTypeEnum.STRING).contextKeyValues(e.getValue()).build())
            .toList();
    return iam
        .simulatePrincipalPolicyPaginator(r -> r.policySourceArn(role).actionNames(use.actions()).resourceArns(use.resource()).contextEntries(context))
        .evaluationResults().stream()
        .filter(result -> result.evalDecision() != PolicyEvaluationDecisionType.ALLOWED)
        .map(result -> new Denial(result.evalActionName(), missing(result)))
        .toList();
  }

  /** IAM names them beside the resource if the simulation names one, else beside the action. */
  private static List<String> missing(EvaluationResult result) {
    return Stream.concat(result.missingContextValues().stream(), result.resourceSpecificResults().stream().flatMap(r -> r.missingContextValues().stream()))
        .distinct()
        .toList();
  }

  @Override
  public List<Subnet> subnets(List<String> ids) {
    // a filter returns those that exist; a request by id would fail for all ids if one does not exist
    return ec2.describeSubnetsPaginator(r -> r.filters(filter("subnet-id", ids))).subnets().stream()
        .map(s -> new Subnet(s.subnetId(), s.availabilityZone(), s.vpcId(), s.cidrBlock()))
        .toList();
  }

  @Override
  public List<Group> groups(List<String> ids) {
    return ec2.describeSecurityGroupsPaginator(r -> r.filters(filter("group-id", ids))).securityGroups().stream().map(LiveAwsAccount::group).toList();
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static Group group(SecurityGroup group) {
    return new Group(
        group.groupId(),
        group.ipPermissionsEgress().stream().map(p -> new Outbound(p.ipProtocol(), port(p.fromPort()), port(p.toPort()))).toList(),
        group.ipPermissions().stream().map(LiveAwsAccount::inbound).toList());
  }

  private static Inbound inbound(IpPermission rule) {
    List<String> networks =
        Stream.of(
                rule.ipRanges().stream().map(range -> range.cidrIp()),
                rule.ipv6Ranges().stream().map(range -> range.cidrIpv6()),
                rule.prefixListIds().stream().map(list -> list.prefixListId()))
            .flatMap(each -> each)
            .toList();
    // a group of a deleted peering has no id any more
    List<String> groups = rule.userIdGroupPairs().stream().map(pair -> pair.groupId()).filter(Objects::nonNull).toList();
    return new Inbound(rule.ipProtocol(), port(rule.fromPort()), port(rule.toPort()), groups, networks);
  }

  /** A rule for all protocols has no ports. */
  private static int port(Integer port) {
    return port == null ? 0 : port;
  }

  @Override
  public SecretFacts secret(String arn) {
    DescribeSecretResponse answer = secrets.describeSecret(r -> r.secretId(arn));
    return new SecretFacts(Optional.ofNullable(answer.owningService()), Optional.ofNullable(answer.kmsKeyId()).filter(k -> !k.contains("alias/aws/")));
  }

  @Override
  public Optional<RdsDatabase> rds(String host) {
    return RdsHost.of(host).flatMap(this::rds);
  }

  private Optional<RdsDatabase> rds(RdsHost host) {
    String name = host.name();
    try {
      return host.cluster()
          ? rds.describeDBClusters(r -> r.dbClusterIdentifier(name)).dbClusters().stream().findFirst().map(cluster -> cluster(name, cluster))
          : rds.describeDBInstances(r -> r.dbInstanceIdentifier(name)).dbInstances().stream().findFirst().map(instance -> instance(name, instance));
    } catch (DbInstanceNotFoundException | DbClusterNotFoundException e) {
      // the database belongs to another account
      return Optional.empty();
    }
  }

  private static RdsDatabase cluster(String name, DBCluster cluster) {
    String writer =
        cluster.dbClusterMembers().stream().filter(member -> Boolean.TRUE.equals(member.isClusterWriter())).map(DBClusterMember::dbInstanceIdentifier).findFirst().orElse("WRITER");
    boolean pending = cluster.dbClusterMembers().stream().anyMatch(member -> PENDING.equals(member.dbClusterParameterGroupStatus()));
    return new RdsDatabase(
        name, "serverless".equals(cluster.engineMode()), groups(cluster.vpcSecurityGroups().stream()),
        Optional.ofNullable(cluster.dbClusterParameterGroup())
            .map(group -> new ParameterGroup(group, family(cluster.engine(), cluster.engineVersion()), writer, true, pending)));
  }

  private static RdsDatabase instance(String name, DBInstance instance) {
    return new RdsDatabase(
        name, false, groups(instance.vpcSecurityGroups().stream()),
        instance.dbParameterGroups().stream()
            .findFirst()
            .map(
                group ->
                    new ParameterGroup(
                        group.dbParameterGroupName(), family(instance.engine(), instance.engineVersion()), name, false, PENDING.equals(group.parameterApplyStatus()))));
  }

  private static List<String> groups(Stream<VpcSecurityGroupMembership> memberships) {
    return memberships.map(VpcSecurityGroupMembership::vpcSecurityGroupId).toList();
  }

  private static String family(String engine, String version) {
    Matcher numbers = FAMILY.matcher(version);
    return numbers.find() ? engine + numbers.group() : "FAMILY";
  }

  @Override
  public boolean hasConfirmedSubscription(String topic) {
    return sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(topic)).subscriptions().stream().anyMatch(s -> s.subscriptionArn().startsWith("arn:"));
  }
}
