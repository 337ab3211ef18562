package dev.tideway.local.cloud;

import dev.tideway.local.Checkout;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The parameters of template.yaml that decide where the functions run. */
final class NetworkIT {
  private static final Map<String, String> ALL = Map.of(
      "SubnetIds", "subnet-00000001,subnet-00000002", "SecurityGroupIds", "sg-00000001", "VpcId", "vpc-00000001", "RouteTableIds", "rtb-00000001",
      "CreateVpcEndpoints", "true");

  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/";

  @Test
  void makesEndpointsThatTheFunctionsReach() throws Exception {
    try (LocalCloud cloud = cloud(ALL)) {
      Stack stack = cloud.deploy();
      Stack.Resource group = stack.resources().get("EndpointSecurityGroup");
      assertThat(stack.resources().get("SecretsManagerEndpoint").properties().get("SecurityGroupIds"))
          .singleElement().satisfies(id -> assertThat(id.asText()).isEqualTo(group.physicalId()));
      assertThat(stack.resources().get("S3Endpoint").properties().get("RouteTableIds").get(0).asText()).isEqualTo("rtb-00000001");
      try (CloudClients function = new CloudClients(cloud.endpoint(), LocalCloud.accessKeyOfFunction(stack.ref("InspectFunction").orElseThrow()))) {
        assertThatThrownBy(function.secrets::listSecrets).as("reached, and not allowed").hasMessageContaining("is not authorized to perform");
        assertThatThrownBy(() -> function.events.listRules(r -> {})).as("not reached").isInstanceOf(SdkClientException.class);
      }
      assertThat(cloud.denials()).extracting(Denial::reason).startsWith("iam").endsWith("network");
    }
  }

  @Test
  void leavesTheFunctionsOutsideByDefault() throws Exception {
    try (LocalCloud cloud = cloud(Map.of())) {
      Stack stack = cloud.deploy();
      assertThat(stack.resources()).doesNotContainKeys("EndpointSecurityGroup", "SecretsManagerEndpoint", "S3Endpoint", "DynamoDbEndpoint", "SecretKeysPolicy");
      assertThat(stack.resources().get("InspectFunction").properties().path("VpcConfig").path("SubnetIds")).isEmpty();
    }
  }

  @Test
  void isRefusedWithHalfANetwork() throws Exception {
    try (LocalCloud cloud = cloud(without("SecurityGroupIds"))) {
      assertThatThrownBy(cloud::deploy).isInstanceOf(IOException.class)
          .hasMessageContaining("SubnetIds needs SecurityGroupIds").hasMessageContaining("CreateVpcEndpoints needs VpcId, SubnetIds, SecurityGroupIds and RouteTableIds");
    }
  }

  @Test
  void followsChangedParametersAndForgetsADeletedStack() throws Exception {
    try (LocalCloud cloud = cloud(with(Map.of("SecretKeyArns", KEY + "one", "ScheduleExpression", "cron(0 2 ? * SUN *)")))) {
      Stack before = cloud.deploy();
      Matcher group = Pattern.compile("<groupId>(sg-\\w+)</groupId>").matcher(
          form(cloud, "ec2", "Action=CreateSecurityGroup&Version=2016-11-15&GroupName=other&GroupDescription=other&VpcId=vpc-00000001"));
      assertThat(group.find()).isTrue();
      String other = group.group(1);

      Stack after = cloud.deploy(Checkout.root().resolve("template.yaml"),
          with(Map.of("SecretKeyArns", KEY + "two", "ScheduleExpression", "rate(1 day)", "SecurityGroupIds", other)));

      String endpoint = before.ref("EndpointSecurityGroup").orElseThrow();
      assertThat(after.ref("EndpointSecurityGroup")).contains(endpoint);
      assertThat(form(cloud, "ec2", "Action=DescribeSecurityGroups&Version=2016-11-15&GroupId.1=" + endpoint)).contains(other).doesNotContain("sg-00000001");
      try (CloudClients function = new CloudClients(cloud.endpoint(), LocalCloud.accessKeyOfFunction(after.ref("InspectFunction").orElseThrow()))) {
        assertThatThrownBy(function.secrets::listSecrets).as("reached with the other group").hasMessageContaining("is not authorized to perform");
      }
      assertThat(form(cloud, "iam", "Action=GetRolePolicy&Version=2010-05-08&PolicyName=decrypt-database-secrets&RoleName=" + after.ref("DmsSecretsRole").orElseThrow()))
          .contains("key/two").doesNotContain("key/one");
      assertThat(send("scheduler", HttpRequest.newBuilder(cloud.endpoint().resolve("/schedules/" + after.ref("Schedule").orElseThrow() + "?groupName="
          + after.ref("ScheduleGroup").orElseThrow()))).body()).contains("rate(1 day)");

      form(cloud, "cloudformation", "Action=DeleteStack&Version=2010-05-15&StackName=tideway");
      HttpResponse<String> answer = send("lambda", HttpRequest.newBuilder(cloud.endpoint().resolve(
          "/2015-03-31/functions/" + after.ref("ControlFunction").orElseThrow() + "/invocations")).POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("Function not found");
    }
  }

  private static String form(LocalCloud cloud, String service, String body) throws Exception {
    HttpResponse<String> answer = send(service, HttpRequest.newBuilder(cloud.endpoint().resolve("/"))
        .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static HttpResponse<String> send(String service, HttpRequest.Builder request) throws Exception {
    request.header("Authorization", "AWS4-HMAC-SHA256 Credential=admin/20260101/us-east-1/" + service + "/aws4_request, Signature=x");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Map<String, String> with(Map<String, String> parameters) {
    Map<String, String> more = new TreeMap<>(ALL);
    more.putAll(parameters);
    return more;
  }

  private static Map<String, String> without(String parameter) {
    Map<String, String> less = new TreeMap<>(ALL);
    less.remove(parameter);
    return less;
  }

  private static LocalCloud cloud(Map<String, String> parameters) throws Exception {
    Path work = Files.createTempDirectory("tideway-network");
    Path cache = PythonEnvironment.cacheFolder();
    Path python = PythonEnvironment.prepare(Checkout.root().resolve("local/aws/requirements.txt"), cache, progress -> {});
    return LocalCloud.start(
        CloudOptions.of(Checkout.root(), Path.of(System.getProperty("java.home"), "bin/java"), python, work, cache).withParameters(parameters));
  }
}
