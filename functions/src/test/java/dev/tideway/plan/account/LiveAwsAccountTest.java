package dev.tideway.plan.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tideway.plan.account.AwsAccount.Denial;
import dev.tideway.plan.account.AwsAccount.Group;
import dev.tideway.plan.account.AwsAccount.Inbound;
import dev.tideway.plan.account.AwsAccount.Outbound;
import dev.tideway.plan.account.AwsAccount.ParameterGroup;
import dev.tideway.plan.account.AwsAccount.RdsDatabase;
import dev.tideway.plan.account.AwsAccount.Subnet;
import dev.tideway.plan.account.AwsAccount.Use;
import dev.tideway.run.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The SDK's clients read answers as the API references of IAM, EC2 and RDS show them, shortened; a server here gives them one after the other. */
class LiveAwsAccountTest {
  private static final String INSTANCE = "orders.abc.eu-west-1.rds.amazonaws.com";
  private static final String CLUSTER = "orders.cluster-abc.eu-west-1.rds.amazonaws.com";
  private static final String ROLE = "arn:aws:iam::123456789012:role/dms-vpc-role";

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private AwsAccount account;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    account =
        new LiveAwsAccount(
            client(Ec2Client.builder()), client(IamClient.builder()), client(RdsClient.builder()), client(SecretsManagerClient.builder()), client(SnsClient.builder()));
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
    return Platform.configure(builder)
        .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    requests.add(URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    Answer answer = answers.remove();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void says(String body) {
    answers.add(new Answer(200, body));
  }

  private void refuses(int status, String code) {
    answers.add(
        new Answer(status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>"));
  }

  @Test
  void readsAnInstance() {
    says(
        """
        <DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances><DBInstance>
        <DBInstanceIdentifier>orders</DBInstanceIdentifier><Engine>mysql</Engine><EngineVersion>8.0.40</EngineVersion><DBParameterGroups><DBParameterGroup>
        <DBParameterGroupName>default.mysql8.0</DBParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus></DBParameterGroup></DBParameterGroups><VpcSecurityGroups>
        <VpcSecurityGroupMembership><Status>active</Status><VpcSecurityGroupId>sg-1</VpcSecurityGroupId></VpcSecurityGroupMembership>
        <VpcSecurityGroupMembership><Status>active</Status><VpcSecurityGroupId>sg-2</VpcSecurityGroupId></VpcSecurityGroupMembership>
        </VpcSecurityGroups></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>""");
    assertThat(account.rds(INSTANCE))
        .contains(new RdsDatabase("orders", false, List.of("sg-1", "sg-2"), Optional.of(new ParameterGroup("default.mysql8.0", "mysql8.0", "orders", false, false))));
    assertThat(requests).singleElement().asString().contains("Action=DescribeDBInstances", "DBInstanceIdentifier=orders");
  }

  @Test
  void readsTheModeOfACluster() {
    String answer =
        """
        <DescribeDBClustersResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBClustersResult><DBClusters><DBCluster>
        <EngineMode>%s</EngineMode><Engine>aurora-mysql</Engine><EngineVersion>8.0.mysql_aurora.3.08.0</EngineVersion>
        <DBClusterParameterGroup>mine</DBClusterParameterGroup><DBClusterMembers><DBClusterMember><DBInstanceIdentifier>orders-1</DBInstanceIdentifier><IsClusterWriter>false</IsClusterWriter>
        <DBClusterParameterGroupStatus>in-sync</DBClusterParameterGroupStatus></DBClusterMember><DBClusterMember><DBInstanceIdentifier>orders-2</DBInstanceIdentifier>
        <IsClusterWriter>true</IsClusterWriter><DBClusterParameterGroupStatus>pending-reboot</DBClusterParameterGroupStatus></DBClusterMember></DBClusterMembers><VpcSecurityGroups><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId>
        </VpcSecurityGroupMembership></VpcSecurityGroups></DBCluster></DBClusters></DescribeDBClustersResult></DescribeDBClustersResponse>""";
    says(answer.formatted("serverless"));
    says(answer.formatted("provisioned"));
    assertThat(account.rds(CLUSTER).orElseThrow().serverlessV1()).isTrue();
    assertThat(account.rds(CLUSTER))
        .as("Serverless v2 is provisioned, too")
        .contains(new RdsDatabase("orders", false, List.of("sg-1"), Optional.of(new ParameterGroup("mine", "aurora-mysql8.0", "orders-2", true, true))));
  }

  @Test
  void knowsNoDatabaseOfAnotherAccount() {
    refuses(404, "DBInstanceNotFound");
    refuses(404, "DBClusterNotFoundFault");
    assertThat(account.rds(INSTANCE)).isEmpty();
    assertThat(account.rds(CLUSTER)).isEmpty();
    assertThat(account.rds("db.example.com")).isEmpty();
    assertThat(requests).hasSize(2);
  }

  @Test
  void readsTheRulesOfASecurityGroup() {
    says(
        """
        <DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><securityGroupInfo>
        <item><groupId>sg-1</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol>
        <fromPort>3306</fromPort><toPort>3307</toPort><groups><item><userId>1</userId><groupId>sg-2</groupId></item></groups>
        <ipRanges><item><cidrIp>10.0.0.0/16</cidrIp></item></ipRanges><ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>
        <prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds></item></ipPermissions>
        <ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>
        </ipPermissionsEgress></item></securityGroupInfo></DescribeSecurityGroupsResponse>""");
    assertThat(account.groups(List.of("sg-1", "sg-9")))
        .containsExactly(
            new Group("sg-1", List.of(new Outbound("-1", 0, 0)), List.of(new Inbound("tcp", 3306, 3307, List.of("sg-2"), List.of("10.0.0.0/16", "::/0", "pl-1")))));
    assertThat(requests).singleElement().asString().contains("Filter.1.Name=group-id", "Filter.1.Value.1=sg-1", "Filter.1.Value.2=sg-9");
  }

  @Test
  void readsEveryPageOfSubnets() {
    String page =
        """
        <DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">%s<subnetSet><item><subnetId>%s</subnetId>
        <vpcId>vpc-1</vpcId><cidrBlock>10.0.1.0/24</cidrBlock><availabilityZone>eu-west-1a</availabilityZone></item></subnetSet></DescribeSubnetsResponse>""";
    says(page.formatted("<nextToken>more</nextToken>", "subnet-1"));
    says(page.formatted("", "subnet-2"));
    assertThat(account.subnets(List.of("subnet-1", "subnet-2")))
        .containsExactly(new Subnet("subnet-1", "eu-west-1a", "vpc-1", "10.0.1.0/24"), new Subnet("subnet-2", "eu-west-1a", "vpc-1", "10.0.1.0/24"));
    assertThat(requests.getFirst()).contains("Filter.1.Name=subnet-id", "Filter.1.Value.1=subnet-1");
    assertThat(requests.getLast()).contains("NextToken=more");
  }

  @Test
  void readsARole() {
    says(
        """
        <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Path>/</Path><RoleName>dms-vpc-role</RoleName><Arn>%s</Arn>
        <AssumeRolePolicyDocument>%%7B%%22Statement%%22%%3A%%5B%%7B%%22Effect%%22%%3A%%22Allow%%22%%2C%%22Principal%%22%%3A%%7B%%22Service%%22%%3A%%5B%%22dms.amazonaws.com%%22%%5D%%7D%%7D%%5D%%7D</AssumeRolePolicyDocument>
        </Role></GetRoleResult></GetRoleResponse>"""
            .formatted(ROLE));
    refuses(404, "NoSuchEntity");
    AwsAccount.Role role = account.role("dms-vpc-role").orElseThrow();
    assertThat(role.arn()).isEqualTo(ROLE);
    assertThat(role.trusts("dms.amazonaws.com")).isTrue();
    assertThat(role.trusts("ec2.amazonaws.com")).isFalse();
    assertThat(account.role("dms-cloudwatch-logs-role")).isEmpty();
  }

  /** With a resource, IAM names the missing values beside the resource, else beside the action. */
  @Test
  void readsWhatASimulationDenies() {
    String page =
        """
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>%s<EvaluationResults>%s</EvaluationResults>
        </SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>""";
    String result = "<member><EvalActionName>%s</EvalActionName><EvalResourceName>*</EvalResourceName><EvalDecision>%s</EvalDecision>%s</member>";
    says(
        page.formatted(
            "<IsTruncated>true</IsTruncated><Marker>more</Marker>",
            result.formatted("ec2:DescribeVpcs", "allowed", "<MatchedStatements/>")
                + result.formatted("ec2:DescribeSubnets", "explicitDeny", "<MissingContextValues><member>aws:SourceVpc</member></MissingContextValues>")));
    says(
        page.formatted(
            "<IsTruncated>false</IsTruncated>",
            result.formatted(
                "ec2:CreateNetworkInterface", "implicitDeny",
                "<ResourceSpecificResults><member><EvalResourceName>*</EvalResourceName><EvalResourceDecision>implicitDeny</EvalResourceDecision>"
                    + "<MissingContextValues><member>aws:SourceIp</member></MissingContextValues></member></ResourceSpecificResults>")));
    Use use = new Use(List.of("ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:CreateNetworkInterface"), "*", Map.of("kms:ViaService", "secretsmanager.eu-west-1.amazonaws.com"));
    assertThat(account.denied(ROLE, use))
        .containsExactly(new Denial("ec2:DescribeSubnets", List.of("aws:SourceVpc")), new Denial("ec2:CreateNetworkInterface", List.of("aws:SourceIp")));
    assertThat(requests.getFirst())
        .contains(
            "PolicySourceArn=" + ROLE, "ActionNames.member.2=ec2:DescribeSubnets", "ResourceArns.member.1=*", "ContextEntries.member.1.ContextKeyName=kms:ViaService",
            "ContextEntries.member.1.ContextKeyType=string", "ContextEntries.member.1.ContextKeyValues.member.1=secretsmanager.eu-west-1.amazonaws.com");
    assertThat(requests.getLast()).contains("Marker=more");
  }

  @Test
  void triesAgainWhenItIsThrottled() {
    refuses(400, "Throttling");
    refuses(404, "NoSuchEntity");
    assertThat(account.role("dms-vpc-role")).isEmpty();
    assertThat(requests).hasSize(2);
  }

  @Test
  void tellsWhatItMayNotDo() {
    refuses(403, "AccessDenied");
    assertThatThrownBy(() -> account.role("dms-vpc-role")).isInstanceOfSatisfying(IamException.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, aws-global, iam.amazonaws.com, us-east-1",
    "cn-northwest-1, aws-cn-global, iam.cn-north-1.amazonaws.com.cn, cn-north-1",
    "us-gov-east-1, aws-us-gov-global, iam.us-gov.amazonaws.com, us-gov-west-1"
  })
  void asksTheIamOfThePartition(String region, String global, String host, String signed) {
    assertThat(AccountClients.global(region).id()).isEqualTo(global);
    List<SdkHttpRequest> sent = new ArrayList<>();
    try (IamClient iam =
        IamClient.builder()
            .region(AccountClients.global(region))
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(new NoRole(sent))
            .build()) {
      assertThatThrownBy(() -> iam.getRole(r -> r.roleName("role"))).isInstanceOf(IamException.class);
    }
    assertThat(sent.getFirst().host()).isEqualTo(host);
    assertThat(sent.getFirst().firstMatchingHeader("Authorization").orElseThrow()).contains("/" + signed + "/iam/aws4_request");
  }

  /** Remembers requests, and knows no role. */
  private record NoRole(List<SdkHttpRequest> sent) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      sent.add(request.httpRequest());
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          byte[] body = "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>".getBytes(StandardCharsets.UTF_8);
          return HttpExecuteResponse.builder()
              .response(SdkHttpFullResponse.builder().statusCode(404).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
