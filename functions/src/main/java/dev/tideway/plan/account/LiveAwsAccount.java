package dev.tideway.plan.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.run.Platform;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.sns.SnsClient;

/** The real AWS account. */
public final class LiveAwsAccount implements AwsAccount {
  private static final String IAM = "2010-05-08";
  private static final String EC2 = "2016-11-15";
  private static final String RDS = "2014-10-31";
  private static final String PENDING = "pending-reboot";

  /** The first two numbers of a version. The name of a parameter group family ends with them. */
  private static final Pattern FAMILY = Pattern.compile("^\\d+\\.\\d+");

  private final QueryApi query;
  private final SecretsManagerClient secrets = Platform.configure(SecretsManagerClient.builder()).build();
  private final SnsClient sns = Platform.configure(SnsClient.builder()).build();

  public LiveAwsAccount(String region) {
    this.query = new QueryApi(region);
  }

  @Override
  public Optional<JsonNode> trust(String role) {
    try {
      return QueryApi.text(query.call("iam", IAM, "GetRole", Map.of("RoleName", role)), "AssumeRolePolicyDocument").map(LiveAwsAccount::document);
    } catch (QueryApi.Refused e) {
      if (e.code().startsWith("NoSuchEntity")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<JsonNode> policies(String role) {
    Element names = query.call("iam", IAM, "ListRolePolicies", Map.of("RoleName", role));
    return QueryApi.texts(names, "member").stream()
        .map(name -> query.call("iam", IAM, "GetRolePolicy", Map.of("RoleName", role, "PolicyName", name)))
        .flatMap(answer -> QueryApi.text(answer, "PolicyDocument").stream())
        .map(LiveAwsAccount::document)
        .toList();
  }

  /** IAM encodes documents as URLs are encoded. */
  private static JsonNode document(String text) {
    return Json.read(text.startsWith("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text, JsonNode.class);
  }

  @Override
  public List<Subnet> subnets(List<String> ids) {
    // a filter returns those that exist; a request by id would fail for all ids if one does not exist
    return QueryApi.items(query.call("ec2", EC2, "DescribeSubnets", filter("subnet-id", ids)), "subnetSet").stream()
        .map(e -> new Subnet(text(e, "subnetId"), text(e, "availabilityZone"), text(e, "vpcId"), text(e, "cidrBlock")))
        .toList();
  }

  @Override
  public List<Group> groups(List<String> ids) {
    return QueryApi.items(query.call("ec2", EC2, "DescribeSecurityGroups", filter("group-id", ids)), "securityGroupInfo").stream()
        .map(LiveAwsAccount::group)
        .toList();
  }

  static Group group(Element group) {
    return new Group(
        text(group, "groupId"),
        QueryApi.items(group, "ipPermissionsEgress").stream().map(LiveAwsAccount::outbound).toList(),
        QueryApi.items(group, "ipPermissions").stream().map(LiveAwsAccount::inbound).toList());
  }

  private static Inbound inbound(Element rule) {
    List<String> networks =
        Stream.of("cidrIp", "cidrIpv6", "prefixListId").flatMap(name -> QueryApi.texts(rule, name).stream()).toList();
    return new Inbound(text(rule, "ipProtocol"), number(rule, "fromPort"), number(rule, "toPort"), QueryApi.texts(rule, "groupId"), networks);
  }

  private static Outbound outbound(Element rule) {
    return new Outbound(text(rule, "ipProtocol"), number(rule, "fromPort"), number(rule, "toPort"));
  }

  private static int number(Element element, String name) {
    return QueryApi.text(element, name).map(Integer::parseInt).orElse(0);
  }

  private static String text(Element element, String name) {
    return QueryApi.text(element, name).orElse("");
  }

  private static Map<String, String> filter(String name, List<String> values) {
    Map<String, String> parameters = new TreeMap<>(Map.of("Filter.1.Name", name));
    for (int i = 0; i < values.size(); i++) {
      parameters.put("Filter.1.Value." + (i + 1), values.get(i));
    }
    return parameters;
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
    try {
      return Optional.of(
          host.cluster()
              ? rds(host.name(), query.call("rds", RDS, "DescribeDBClusters", Map.of("DBClusterIdentifier", host.name())))
              : rds(host.name(), query.call("rds", RDS, "DescribeDBInstances", Map.of("DBInstanceIdentifier", host.name()))));
    } catch (QueryApi.Refused e) {
      // DBInstanceNotFound, DBClusterNotFoundFault: the database belongs to another account
      if (e.code().contains("NotFound")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static RdsDatabase rds(String name, Element answer) {
    return new RdsDatabase(name, text(answer, "EngineMode").equals("serverless"), QueryApi.texts(answer, "VpcSecurityGroupId"), parameters(name, answer));
  }

  private static Optional<ParameterGroup> parameters(String name, Element answer) {
    Matcher version = FAMILY.matcher(text(answer, "EngineVersion"));
    String family = version.find() ? text(answer, "Engine") + version.group() : "FAMILY";
    Optional<String> ofCluster = QueryApi.text(answer, "DBClusterParameterGroup");
    if (ofCluster.isPresent()) {
      String writer =
          QueryApi.items(answer, "DBClusterMembers").stream()
              .filter(member -> text(member, "IsClusterWriter").equals("true"))
              .map(member -> text(member, "DBInstanceIdentifier"))
              .findFirst()
              .orElse("WRITER");
      boolean pending = QueryApi.texts(answer, "DBClusterParameterGroupStatus").contains(PENDING);
      return Optional.of(new ParameterGroup(ofCluster.get(), family, writer, true, pending));
    }
    return QueryApi.text(answer, "DBParameterGroupName")
        .map(group -> new ParameterGroup(group, family, name, false, text(answer, "ParameterApplyStatus").equals(PENDING)));
  }

  @Override
  public boolean heard(String topic) {
    return sns.listSubscriptionsByTopicPaginator(r -> r.topicArn(topic)).subscriptions().stream().anyMatch(s -> s.subscriptionArn().startsWith("arn:"));
  }
}
