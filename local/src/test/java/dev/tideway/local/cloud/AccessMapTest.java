package dev.tideway.local.cloud;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccessMapTest {
  private static final String STATE_MACHINE = "arn:aws:states:us-east-1:1:stateMachine:m";

  private static final Stack STACK = new Stack(Map.of(
      "A", machine("A", "a-first-machine-that-waits-for-no-token", "arn:aws:states:::lambda:invoke"),
      "M", machine("M", STATE_MACHINE, "arn:aws:states:::lambda:invoke.waitForTaskToken"),
      "Z", machine("Z", "a-last-machine-that-waits-for-no-token", "arn:aws:states:::lambda:invoke"),
      "K", new Stack.Resource("K", "AWS::KMS::Key", "key-1", LocalJson.object()),
      "T", new Stack.Resource("T", "AWS::SNS::Topic", "arn:aws:sns:us-east-1:1:t", LocalJson.object().put("KmsMasterKeyId", "key-1"))),
      Map.of());

  private static Stack.Resource machine(String name, String arn, String resource) {
    return new Stack.Resource(name, "AWS::StepFunctions::StateMachine", arn, LocalJson.object().put("DefinitionString", "{\"Resource\": \"" + resource + "\"}"));
  }

  private static AccessMap.Secret secret(String name) {
    return new AccessMap.Secret("arn-of-" + name, Optional.of("key-of-" + name).filter(key -> name.equals("own")));
  }

  private static List<String> needed(AwsCall call) {
    return accessMap("dms.amazonaws.com").needed(call).stream()
        .map(access -> access.action() + " " + access.resource() + (access.context().isEmpty() ? "" : " " + access.context())).toList();
  }

  private static AccessMap accessMap(String passedToService) {
    return new AccessMap("us-east-1", "1", ActionReference.of(Path.of("aws")), passedToService, AccessMapTest::secret, STACK);
  }

  private static AwsCall call(String method, String path, String service, Map<String, String> headers, String body) {
    Map<String, List<String>> all = new LinkedHashMap<>(Map.of("authorization", List.of(
        "AWS4-HMAC-SHA256 Credential=function.f/20260101/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=s")));
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return AwsCall.of(method, URI.create(path), all, body.getBytes(StandardCharsets.UTF_8));
  }

  private static AwsCall json(String service, String target, String body) {
    return call("POST", "/", service, Map.of("x-amz-target", target, "content-type", "application/x-amz-json-1.0"), body);
  }

  private static AwsCall form(String service, String body) {
    return call("POST", "/", service, Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"), body);
  }

  private static AwsCall s3(String method, String path) {
    return call(method, path, "s3", Map.of(), "");
  }

  @Test
  void namesTheCallerByItsAccessKey() {
    assertThat(s3("GET", "/b/k").accessKey()).isEqualTo("function.f");
    assertThat(s3("GET", "/b/k").service()).isEqualTo("s3");
    AwsCall presigned = AwsCall.of("GET",
        URI.create("/b/k?X-Amz-Credential=function.g%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"), Map.of(), new byte[0]);
    assertThat(presigned.accessKey()).isEqualTo("function.g");
  }

  @Test
  void mapsObjectsAndBuckets() {
    assertThat(needed(s3("GET", "/b/a%20b/c"))).containsExactly("s3:GetObject arn:aws:s3:::b/a b/c");
    assertThat(needed(s3("HEAD", "/b/c"))).containsExactly("s3:GetObject arn:aws:s3:::b/c");
    assertThat(needed(s3("PUT", "/b/c"))).containsExactly("s3:PutObject arn:aws:s3:::b/c");
    assertThat(needed(s3("DELETE", "/b/c"))).containsExactly("s3:DeleteObject arn:aws:s3:::b/c");
    assertThat(needed(s3("POST", "/b?delete"))).containsExactly("s3:DeleteObject arn:aws:s3:::b/*");
    assertThat(needed(s3("GET", "/b?list-type=2&prefix=x%2F"))).containsExactly("s3:ListBucket arn:aws:s3:::b {s3:prefix=[x/]}");
    assertThat(needed(call("PUT", "/b/c", "s3", Map.of("x-amz-copy-source", "/d/e"), "")))
        .containsExactly("s3:GetObject arn:aws:s3:::d/e", "s3:PutObject arn:aws:s3:::b/c");
  }

  @Test
  void mapsTablesIndexesAndTransactions() {
    assertThat(needed(json("dynamodb", "DynamoDB_20120810.Query", "{\"TableName\": \"t\", \"IndexName\": \"i\"}")))
        .containsExactly("dynamodb:Query arn:aws:dynamodb:us-east-1:1:table/t/index/i");
    assertThat(needed(json("dynamodb", "DynamoDB_20120810.TransactWriteItems",
        "{\"TransactItems\": [{\"Put\": {\"TableName\": \"t\"}}, {\"ConditionCheck\": {\"TableName\": \"u\"}}]}")))
        .containsExactly("dynamodb:PutItem arn:aws:dynamodb:us-east-1:1:table/t",
            "dynamodb:ConditionCheckItem arn:aws:dynamodb:us-east-1:1:table/u");
  }

  @Test
  void resolvesSecretsToTheirArn() {
    assertThat(needed(json("secretsmanager", "secretsmanager.GetSecretValue", "{\"SecretId\": \"s\"}")))
        .containsExactly("secretsmanager:GetSecretValue arn-of-s");
    assertThat(needed(json("secretsmanager", "secretsmanager.DescribeSecret", "{\"SecretId\": \"own\"}")))
        .containsExactly("secretsmanager:DescribeSecret arn-of-own");
  }

  @Test
  void asksForTheKeyOfASecretThatSecretsManagerDidNotBring() {
    assertThat(needed(json("secretsmanager", "secretsmanager.GetSecretValue", "{\"SecretId\": \"own\"}"))).containsExactly(
        "secretsmanager:GetSecretValue arn-of-own", "kms:Decrypt key-of-own {kms:viaservice=[secretsmanager.us-east-1.amazonaws.com]}");
  }

  @Test
  void asksForTheKeyOfATopic() {
    assertThat(needed(form("sns", "Action=Publish&TopicArn=arn%3Aaws%3Asns%3Aus-east-1%3A1%3At"))).containsExactly(
        "sns:Publish arn:aws:sns:us-east-1:1:t", "kms:GenerateDataKey arn:aws:kms:us-east-1:1:key/key-1",
        "kms:Decrypt arn:aws:kms:us-east-1:1:key/key-1");
  }

  @Test
  void asksForTheStateMachineOfAToken() {
    assertThat(needed(json("states", "AWSStepFunctions.SendTaskSuccess", "{\"taskToken\": \"x\"}")))
        .containsExactly("states:SendTaskSuccess " + STATE_MACHINE);
    assertThat(needed(json("states", "AWSStepFunctions.DescribeExecution", "{\"executionArn\": \"e\"}")))
        .containsExactly("states:DescribeExecution e");
  }

  @Test
  void mapsEventsToTheirBus() {
    assertThat(needed(json("events", "AWSEvents.PutEvents", "{\"Entries\": [{\"Source\": \"s\", \"DetailType\": \"d\"}]}")))
        .singleElement().asString().startsWith("events:PutEvents arn:aws:events:us-east-1:1:event-bus/default")
        .contains("events:source=[s]");
  }

  @Test
  void mapsAlarmsAndMetrics() {
    assertThat(needed(form("monitoring", "Action=PutMetricData&Namespace=N"))).containsExactly(
        "cloudwatch:PutMetricData * {cloudwatch:namespace=[N]}");
    assertThat(needed(form("monitoring", "Action=DeleteAlarms&AlarmNames.member.1=a&AlarmNames.member.2=b"))).containsExactly(
        "cloudwatch:DeleteAlarms arn:aws:cloudwatch:us-east-1:1:alarm:a", "cloudwatch:DeleteAlarms arn:aws:cloudwatch:us-east-1:1:alarm:b");
  }

  @Test
  void asksForEveryResourceOfADmsCallAndForTheRolesItPasses() {
    assertThat(needed(json("dms", "AmazonDMSv20160101.DescribeReplicationTasks", "{}")))
        .containsExactly("dms:DescribeReplicationTasks *");
    assertThat(needed(json("dms", "AmazonDMSv20160101.TestConnection", "{\"ReplicationInstanceArn\": \"i\", \"EndpointArn\": \"e\"}")))
        .containsExactlyInAnyOrder("dms:TestConnection i", "dms:TestConnection e");
    assertThat(needed(json("dms", "AmazonDMSv20160101.CreateEndpoint",
        "{\"CertificateArn\": \"c\", \"Tags\": [{\"Key\": \"k\", \"Value\": \"v\"}], \"MySQLSettings\": {\"SecretsManagerAccessRoleArn\": \"r\"}}"))).containsExactly(
        "dms:CreateEndpoint * {aws:requesttag/k=[v]}", "dms:AddTagsToResource arn:aws:dms:us-east-1:1:endpoint:* {aws:requesttag/k=[v]}",
        "iam:PassRole r {iam:passedtoservice=[dms.amazonaws.com]}");
    assertThat(needed(json("dms", "AmazonDMSv20160101.CreateReplicationTask",
        "{\"SourceEndpointArn\": \"s\", \"TargetEndpointArn\": \"t\", \"ReplicationInstanceArn\": \"i\"}")))
        .containsExactlyInAnyOrder("dms:CreateReplicationTask s", "dms:CreateReplicationTask t", "dms:CreateReplicationTask i");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateReplicationInstance", "CreateReplicationSubnetGroup", "CreateEndpoint", "ImportCertificate"})
  void evaluatesWhatHasNoResourceOnEverything(String operation) {
    Access create = accessMap("dms.amazonaws.com").needed(json("dms", "AmazonDMSv20160101." + operation, "{}")).getFirst();
    assertThat(create.action()).isEqualTo("dms:" + operation);
    assertThat(allowing(create.action(), "arn:aws:dms:*:*:*", "").allows(create)).isFalse();
    assertThat(allowing(create.action(), "*", "").allows(create)).isTrue();
  }

  @Test
  void evaluatesOnEverythingWhateverACallNames() {
    assertThat(needed(json("dms", "AmazonDMSv20160101.DescribeConnections", "{\"EndpointArn\": \"e\"}")))
        .containsExactly("dms:DescribeConnections *");
    assertThat(needed(json("dms", "AmazonDMSv20160101.DescribeTableStatistics", "{\"ReplicationTaskArn\": \"t\"}")))
        .containsExactly("dms:DescribeTableStatistics t");
  }

  @Test
  void asksForWhatDmsDoesInTheNameOfWhoWantsAnInstance() {
    assertThat(needed(json("dms", "AmazonDMSv20160101.CreateReplicationInstance", "{}"))).contains(
        "ec2:DescribeVpcs *", "ec2:CreateNetworkInterface arn:aws:ec2:us-east-1:1:network-interface/eni-00000001",
        "ec2:ModifyNetworkInterfaceAttribute arn:aws:ec2:us-east-1:1:network-interface/eni-00000001",
        "iam:GetRole arn:aws:iam::1:role/dms-vpc-role",
        "iam:PassRole arn:aws:iam::1:role/dms-vpc-role {iam:passedtoservice=[dms.amazonaws.com]}");
  }

  @Test
  void asksForTheRoleWhosePoliciesAreRead() {
    assertThat(needed(form("iam", "Action=GetRole&RoleName=dms-vpc-role"))).containsExactly("iam:GetRole arn:aws:iam::1:role/dms-vpc-role");
    assertThat(needed(form("iam", "Action=SimulatePrincipalPolicy&PolicySourceArn=arn:aws:iam::1:role/dms-vpc-role&ActionNames.member.1=s3:GetObject")))
        .containsExactly("iam:SimulatePrincipalPolicy arn:aws:iam::1:role/dms-vpc-role");
  }

  @Test
  void passesRolesAsOneOfTwoServicesSoThatAPolicyNeedsBoth() {
    String condition = ", \"Condition\": {\"StringEquals\": {\"iam:PassedToService\": [%s]}}";
    Policy global = allowing("iam:PassRole", "r", condition.formatted("\"dms.amazonaws.com\""));
    Policy both = allowing("iam:PassRole", "r", condition.formatted("\"dms.amazonaws.com\", \"dms.us-east-1.amazonaws.com\""));
    List<Access> passed = Stream.of(0L, 1L)
        .map(seed -> new Chance(seed).passedToService("us-east-1"))
        .map(service -> accessMap(service).needed(json("dms", "AmazonDMSv20160101.CreateEndpoint", "{\"ServiceAccessRole\": \"r\"}")).getLast())
        .toList();
    assertThat(passed.stream().map(global::allows)).containsExactlyInAnyOrder(true, false);
    assertThat(passed.stream().map(both::allows)).containsExactly(true, true);
  }

  private static Policy allowing(String action, String resource, String more) {
    return Policy.of(List.of(LocalJson.parse("{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"" + action
        + "\", \"Resource\": \"" + resource + "\"" + more + "}]}")));
  }

  @Test
  void mapsFunctionsWithTheirVersion() {
    assertThat(needed(call("POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af%3A1/invocations",
        "lambda", Map.of(), ""))).containsExactly("lambda:InvokeFunction arn:aws:lambda:us-east-1:1:function:f:1");
    assertThat(needed(call("POST", "/2015-03-31/functions/f/invocations?Qualifier=live", "lambda", Map.of(), "")))
        .containsExactly("lambda:InvokeFunction arn:aws:lambda:us-east-1:1:function:f:live");
  }
}
