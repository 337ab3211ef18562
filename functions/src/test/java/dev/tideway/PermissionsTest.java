package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.lambda.Action;
import dev.tideway.lambda.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What template.yaml grants to a function is what its actions call, and what AWS demands besides: nothing less, nothing more. The calls of an action are read from the compiled classes,
 * from its handler on. docs/permissions.md has them; {@code -Dtideway.docs=write} writes its tables.
 */
final class PermissionsTest {
  private static final Path DOCUMENT = Path.of("../docs/permissions.md");
  private static final boolean WRITING = "write".equals(System.getProperty("tideway.docs"));
  private static final Pattern ACTIONS = table("| function | action |");
  private static final Pattern DEMANDS = table("| call |");

  private static final Pattern CLIENT = Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client");

  /** IAM's prefix of a service, if the SDK's package has a different name. */
  private static final Map<String, String> PREFIXES = Map.of("databasemigration", "dms", "eventbridge", "events", "sfn", "states");

  /** IAM's name of an operation, if the API has a different name (service authorization reference of each service). */
  private static final Map<String, String> NAMES = Map.of("s3:ListObjectsV2", "s3:ListBucket", "lambda:Invoke", "lambda:InvokeFunction");

  private static final List<String> IN_THE_CALLERS_NAME =
      List.of(
          "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeAvailabilityZones", "ec2:DescribeInternetGateways", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
          "ec2:DescribeVpcs", "ec2:ModifyNetworkInterfaceAttribute", "iam:GetRole", "iam:PassRole");
  private static final String DMS_GUIDE = "https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions";
  private static final String DMS_SECRETS = "https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html";
  private static final String DMS_ACTIONS = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html";
  private static final List<String> TAGS = List.of("dms:AddTagsToResource");

  /** What AWS requires of the caller in addition to the right to make the call. */
  private static final List<Demand> DEMANDED =
      List.of(
          new Demand("s3:GetObject", List.of("s3:ListBucket"), "without it a missing object is answered as a forbidden one", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"),
          new Demand(
              "secretsmanager:GetSecretValue", List.of("kms:Decrypt"), "for a secret under a key of the account",
              "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html"),
          new Demand("sns:Publish", List.of("kms:Decrypt", "kms:GenerateDataKey"), "the topic is encrypted", "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html"),
          new Demand("dms:CreateReplicationInstance", IN_THE_CALLERS_NAME, "AWS DMS does this in the caller's name, by the role `dms-vpc-role`", DMS_GUIDE),
          new Demand("dms:CreateReplicationSubnetGroup", IN_THE_CALLERS_NAME, "the same", DMS_GUIDE),
          new Demand("dms:CreateEndpoint", List.of("iam:PassRole"), "the endpoint names the role by which AWS DMS reads the secret", DMS_SECRETS),
          new Demand("dms:ModifyEndpoint", List.of("iam:PassRole"), "the same", DMS_SECRETS),
          new Demand("dms:CreateReplicationInstance", TAGS, "it is created with tags", DMS_ACTIONS),
          new Demand("dms:CreateReplicationSubnetGroup", TAGS, "the same", DMS_ACTIONS),
          new Demand("dms:CreateEndpoint", TAGS, "the same", DMS_ACTIONS),
          new Demand("dms:CreateReplicationTask", TAGS, "the same", DMS_ACTIONS),
          new Demand("dms:ImportCertificate", TAGS, "the same", DMS_ACTIONS));

  private final JsonNode template = Repository.template();
  private final Map<Action, Set<String>> needed = needed();

  /**
   * What a call needs besides its own right.
   *
   * @param call by IAM's name
   * @param besides by IAM's names
   * @param why in words
   * @param source AWS's page
   */
  private record Demand(String call, List<String> besides, String why, String source) {}

  @Test
  void everyFunctionIsGrantedWhatItsActionsNeed() {
    functions()
        .forEach(
            function -> {
              Set<String> needs = Stream.concat(actions(function).flatMap(action -> needed.get(action).stream()), demandedByLambda(function)).collect(sorted());
              assertThat(without(granted(function), needs)).as("%s: granted in template.yaml, but none of its actions uses it: remove it there", function).isEmpty();
              assertThat(without(needs, granted(function))).as("%s: one of its actions needs it, but template.yaml does not grant it", function).isEmpty();
            });
  }

  @Test
  void noFunctionHasBothADatabaseSecretAndARightOverDms() {
    Set<String> both =
        functions()
            .filter(function -> granted(function).contains("secretsmanager:GetSecretValue"))
            .filter(function -> granted(function).stream().anyMatch(action -> action.startsWith("dms:")))
            .collect(sorted());
    assertThat(both).isEmpty();
  }

  /** EC2, IAM and RDS: the jar of the other functions has no client of them. */
  @Test
  void onlyFunctionsWithTheLargeJarAskTheServicesOfTheAccount() {
    functions()
        .forEach(
            function ->
                assertThat(actions(function).flatMap(action -> called(action).stream()).anyMatch(call -> call.matches("(ec2|iam|rds):.*")))
                    .as("%s calls EC2, IAM or RDS", function)
                    .isEqualTo(template.at("/Resources/" + function + "/Properties/CodeUri").asText().endsWith("/tideway-account.jar")));
  }

  /** SAM has more forms of a policy. This test would not see their statements. */
  @Test
  void everyPolicyOfAFunctionIsStatementsOrOneOfTheTemplate() {
    functions()
        .forEach(
            function -> {
              JsonNode properties = template.at("/Resources/" + function + "/Properties");
              assertThat(properties.has("Role")).as(function).isFalse();
              assertThat(properties.path("Policies"))
                  .as(function)
                  .allMatch(policy -> policy.has("Statement") || template.at("/Resources/" + policy.path("!Ref").asText() + "/Type").asText().equals("AWS::IAM::ManagedPolicy"));
              assertThat(statements(function)).as(function).allMatch(statement -> statement.path("Effect").asText().equals("Allow") && statement.has("Action"));
            });
  }

  @Test
  void theDocumentListsWhatEveryActionNeedsAlone() throws IOException {
    StringBuilder actions = new StringBuilder("| function | action | it alone needs | other actions of the function need it, too |\n|---|---|---|---|\n");
    for (Action action : Action.values()) {
      Set<String> ofOthers = actions(action.function().getSimpleName()).filter(other -> other != action).flatMap(other -> needed.get(other).stream()).collect(sorted());
      actions.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(action.function().getSimpleName(), action, list(without(needed.get(action), ofOthers)), list(without(needed.get(action), without(needed.get(action), ofOthers)))));
    }
    StringBuilder demands = new StringBuilder("| call | AWS demands besides | because | source |\n|---|---|---|---|\n");
    DEMANDED.forEach(d -> demands.append("| `%s` | %s | %s | <%s> |\n".formatted(d.call(), list(d.besides()), d.why(), d.source())));
    String text = Files.readString(DOCUMENT);
    String right = DEMANDS.matcher(ACTIONS.matcher(text).replaceFirst(Matcher.quoteReplacement(actions.toString()))).replaceFirst(Matcher.quoteReplacement(demands.toString()));
    if (WRITING) {
      Files.writeString(DOCUMENT, right);
    } else {
      assertThat(text).as("%s does not say what the actions call: run this test with -Dtideway.docs=write", DOCUMENT).isEqualTo(right).contains(actions, demands);
    }
  }

  /** A required right is removed from the table together with its call. */
  @Test
  void everyDemandBelongsToACall() {
    assertThat(DEMANDED).allSatisfy(demand -> assertThat(needed.values()).anyMatch(calls -> calls.contains(demand.call())));
  }

  private static Map<Action, Set<String>> needed() {
    Map<Action, Set<String>> needed = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      Set<String> called = called(action);
      needed.put(action, Stream.concat(called.stream(), DEMANDED.stream().filter(d -> called.contains(d.call())).flatMap(d -> d.besides().stream())).collect(sorted()));
    }
    return needed;
  }

  private static Set<String> called(Action action) {
    return CallGraph.calls(Repository.handler(action), entry(), type -> CLIENT.matcher(type).matches()).stream()
        .map(PermissionsTest::permission)
        .collect(sorted());
  }

  private static Method entry() {
    try {
      return Handler.class.getMethod("handle", byte[].class, OutputStream.class, Supplier.class);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("actions are entered elsewhere", e);
    }
  }

  private static String permission(CallGraph.Call call) {
    Matcher client = CLIENT.matcher(call.owner());
    assertThat(client.matches()).isTrue();
    String prefix = PREFIXES.getOrDefault(client.group(1), client.group(1));
    String action = prefix + ":" + Character.toUpperCase(call.name().charAt(0)) + call.name().substring(1).replaceFirst("Paginator$", "");
    return NAMES.getOrDefault(action, action);
  }

  /**
   * Lambda sends a function's invocation records with the function's role. SAM grants what the functions' own EventInvokeConfig needs, and logs, traces
   * and the network interfaces of the VPC.
   */
  private Stream<String> demandedByLambda(String function) {
    return template.get("Resources").valueStream()
        .filter(r -> r.path("Type").asText().equals("AWS::Lambda::EventInvokeConfig") && r.at("/Properties/FunctionName/!Ref").asText().equals(function))
        .flatMap(r -> r.at("/Properties/DestinationConfig").findValuesAsText("!GetAtt").stream())
        .filter(destination -> functions().anyMatch(f -> destination.equals(f + ".Arn")))
        .map(destination -> "lambda:InvokeFunction");
  }

  private Set<String> granted(String function) {
    return statements(function).stream().flatMap(statement -> Repository.texts(statement.get("Action"))).collect(sorted());
  }

  /** The statements of its own policies, and of the policies that name its role. */
  private List<JsonNode> statements(String function) {
    return template.get("Resources").properties().stream()
        .filter(
            r ->
                r.getKey().equals(function)
                    || (r.getValue().path("Type").asText().equals("AWS::IAM::Policy") && r.getValue().at("/Properties/Roles").findValuesAsText("!Ref").contains(function + "Role")))
        .flatMap(r -> Repository.statements(template, r.getValue()).stream())
        .toList();
  }

  private static Stream<String> functions() {
    return Arrays.stream(Action.values()).map(action -> action.function().getSimpleName()).distinct();
  }

  private static Stream<Action> actions(String function) {
    return Arrays.stream(Action.values()).filter(action -> action.function().getSimpleName().equals(function));
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    return some.stream().filter(action -> !others.contains(action)).collect(sorted());
  }

  private static Collector<String, ?, Set<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }

  private static String list(Collection<String> actions) {
    return actions.isEmpty() ? "none" : actions.stream().map(action -> "`" + action + "`").collect(Collectors.joining(", "));
  }

  /** The table with a row that begins with this text. */
  private static Pattern table(String begin) {
    return Pattern.compile("^" + Pattern.quote(begin) + ".*\\n(?:\\|.*\\n)*", Pattern.MULTILINE);
  }
}
