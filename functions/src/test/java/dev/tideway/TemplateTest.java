package dev.tideway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.lambda.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static dev.tideway.Repository.texts;
import static org.assertj.core.api.Assertions.assertThat;

/** What can be checked of template.yaml without deploying it. */
final class TemplateTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| ([^|]+) \\| (yes|no) \\| [^|]+ \\| (\\d+) \\| (\\d+) \\| [^|]+ \\|$", Pattern.MULTILINE);
  private static final Pattern ACTION_ROW = Pattern.compile("^\\| `(\\w+)` \\| `(\\w+)` \\| [^|]+ \\| (\\d+) \\|$", Pattern.MULTILINE);

  /** Calls that IAM could evaluate on a resource, but the template grants on everything: only reads, and delivery of logs. */
  private static final Pattern GRANTED_ON_EVERYTHING = Pattern.compile("dms:DescribeTableStatistics|logs:(CreateLogStream|PutLogEvents)");

  /** The ARN of every type of resource that a policy names by a reference. */
  private static final Map<String, String> ARNS =
      Map.of(
          "AWS::S3::Bucket", "arn:x:s3:::x", "AWS::DynamoDB::Table", "arn:x:dynamodb:x:x:table/x", "AWS::KMS::Key", "arn:x:kms:x:x:key/x",
          "AWS::SNS::Topic", "arn:x:sns:x:x:x", "AWS::SQS::Queue", "arn:x:sqs:x:x:x", "AWS::IAM::Role", "arn:x:iam::x:role/x",
          "AWS::Serverless::Function", "arn:x:lambda:x:x:function:x", "AWS::Serverless::StateMachine", "arn:x:states:x:x:stateMachine:x");

  /** The ARN in a parameter that contains ARNs. */
  private static final Map<String, String> PARAMETERS =
      Map.of("SecretArnPattern", "arn:x:secretsmanager:x:x:secret:x", "SecretKeyArns", "arn:x:kms:x:x:key/x");

  private final JsonNode template = Repository.template();
  private final Map<String, JsonNode> functions = ofType("AWS::Serverless::Function");

  @Test
  void namesHandlersThatExist() {
    assertThat(functions)
        .isNotEmpty()
        .allSatisfy(
            (name, function) -> {
              String[] handler = function.at("/Properties/Handler").asText().split("::", -1);
              assertThat(handler[1]).as(name).isEqualTo("handleRequest");
              assertThat(RequestStreamHandler.class.isAssignableFrom(load(handler[0]))).as(name).isTrue();
              assertThat(load(handler[0]).getSimpleName()).isEqualTo(name);
              assertThat(function.at("/Metadata/SkipBuild").asText()).as(name).isEqualTo("true");
            });
  }

  /** A line that is not JSON, or a metric without a namespace, cannot be found in CloudWatch. */
  @Test
  void logsAsJsonAndNamesItsMetrics() {
    JsonNode globals = template.at("/Globals/Function");
    assertThat(globals.at("/LoggingConfig/LogFormat").asText()).isEqualTo("JSON");
    assertThat(globals.at("/LoggingConfig/ApplicationLogLevel").asText()).isEqualTo("INFO");
    assertThat(globals.at("/Environment/Variables/POWERTOOLS_METRICS_NAMESPACE").asText()).isEqualTo("Tideway");
    assertThat(globals.at("/Environment/Variables").has("POWERTOOLS_SERVICE_NAME")).isTrue();
    assertThat(template.at("/Parameters/Tracing/Default").asText()).isEqualTo("Active");
  }

  @Test
  void agreesWithTheTableOfFunctions() {
    Map<String, List<String>> documented = new TreeMap<>();
    Matcher row = ROW.matcher(Repository.text("docs/functions.md"));
    while (row.find()) {
      documented.put(row.group(1), List.of(row.group(2), row.group(3), row.group(4), row.group(5)));
    }
    Map<String, List<String>> deployed = new TreeMap<>();
    functions.forEach(
        (name, f) ->
            deployed.put(
                name,
                List.of(
                    actions(name).map(action -> "`" + action + "`").collect(Collectors.joining(", ")),
                    f.at("/Properties").has("VpcConfig") ? "yes" : "no",
                    f.at("/Properties/Timeout").asText(),
                    f.at("/Properties/MemorySize").asText(template.at("/Globals/Function/MemorySize").asText()))));
    assertThat(documented).isEqualTo(deployed);
  }

  @Test
  void agreesWithTheTableOfActions() {
    List<String> documented = ACTION_ROW.matcher(Repository.text("docs/functions.md")).results().map(r -> r.group(1) + " " + r.group(2) + " " + r.group(3)).toList();
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Action.values()).map(a -> a + " " + a.function().getSimpleName() + " " + a.limit().toSeconds()).toList());
  }

  private static Stream<Action> actions(String function) {
    return Arrays.stream(Action.values()).filter(action -> action.function().getSimpleName().equals(function));
  }

  @Test
  void grantsEveryActionOnWhatIamEvaluatesItOn() {
    JsonNode reference = Json.read(Repository.text("local/aws/actions.json"), JsonNode.class).get("actions");
    Map<String, JsonNode> granted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> resource : template.get("Resources").properties()) {
      statements(resource.getValue()).forEach(s -> granted.put(resource.getKey() + " " + granted.size(), s));
    }
    assertThat(granted).hasSizeGreaterThan(functions.size());
    granted.forEach(
        (name, statement) -> {
          List<String> resources = resources(statement.get("Resource"));
          List<List<String>> kinds =
              texts(statement.get("Action"))
                  .map(
                      action -> {
                        assertThat(reference.has(action)).as(name + ": actions.json knows " + action).isTrue();
                        List<String> of = texts(reference.get(action)).toList();
                        if (of.isEmpty() || GRANTED_ON_EVERYTHING.matcher(action).matches()) {
                          assertThat(resources).as(name + ": " + action).containsExactly("*");
                          return List.of("*");
                        }
                        assertThat(resources).as(name + ": " + action).anyMatch(resource -> of.stream().anyMatch(kind -> like(kind, resource)));
                        return of;
                      })
                  .toList();
          assertThat(resources)
              .as(name + ": resources of no action")
              .allMatch(r -> kinds.stream().flatMap(List::stream).anyMatch(kind -> kind.equals("*") ? r.equals("*") : like(kind, r)));
        });
  }

  @Test
  void createsNothingInDmsWithoutTheTagOfAMigration() {
    assertThat(granting("dms:(Create|Import)\\w+").filter(s -> resources(s.get("Resource")).contains("*")))
        .hasSize(1)
        .allSatisfy(s -> assertThat(s.at("/Condition/StringLike").path("aws:RequestTag/tideway:migration").asText()).isEqualTo("?*"));
  }

  @Test
  void passesRolesToDmsUnderBothNamesThatItsDocumentsGive() {
    assertThat(granting("iam:PassRole"))
        .hasSize(1)
        .allSatisfy(
            s ->
                assertThat(s.at("/Condition/StringEquals").path("iam:PassedToService").valueStream().map(v -> v.path("!Sub").asText(v.asText())))
                    .containsExactlyInAnyOrder("dms.amazonaws.com", "dms.${AWS::Region}.${AWS::URLSuffix}"));
  }

  @Test
  void allowsEveryReaderOfSecretsToUseTheirKeys() {
    Set<String> readers = new HashSet<>(Set.of("DmsSecretsRole"));
    functions.forEach(
        (name, f) -> {
          if (statements(f).stream().anyMatch(s -> grants(s, "secretsmanager:GetSecretValue"))) {
            readers.add(name + "Role");
          }
        });
    JsonNode policy = template.at("/Resources/SecretKeysPolicy/Properties");
    assertThat(policy.get("Roles").valueStream().map(r -> r.path("!Ref").asText())).containsExactlyInAnyOrderElementsOf(readers);
    assertThat(policy.at("/PolicyDocument/Statement/0/Condition/StringEquals").path("kms:ViaService").path("!Sub").asText())
        .isEqualTo("secretsmanager.${AWS::Region}.${AWS::URLSuffix}");
  }

  @Test
  void allowsTheStateMachineToWriteItsResultsInParts() {
    Set<String> actions = new HashSet<>();
    statements(template.at("/Resources/Verification")).forEach(s -> texts(s.get("Action")).forEach(actions::add));
    assertThat(actions).contains("s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload");
  }

  @Test
  void allowsFunctionsInTheVpcOnlyCallsThatHaveAnEndpoint() {
    functions.forEach(
        (name, f) -> {
          if (f.at("/Properties").has("VpcConfig")) {
            for (JsonNode statement : statements(f)) {
              texts(statement.get("Action")).forEach(a -> assertThat(a).as(name).matches("(s3|dynamodb|secretsmanager):\\w+"));
            }
          }
        });
  }

  @Test
  void allowsStateMachinesToInvokeEveryFunctionThatTheyName() {
    ofType("AWS::Serverless::StateMachine").forEach((name, machine) -> invokesWhatItNames(machine));
  }

  private void invokesWhatItNames(JsonNode machine) {
    Set<String> named = new HashSet<>();
    machine.at("/Properties/DefinitionSubstitutions").fieldNames().forEachRemaining(n -> named.add(n.replaceFirst("Arn$", "")));
    named.removeIf(n -> !n.endsWith("Function"));
    Set<String> allowed = new HashSet<>();
    for (JsonNode statement : statements(machine)) {
      if (texts(statement.get("Action")).anyMatch("lambda:InvokeFunction"::equals)) {
        statement.get("Resource").forEach(r -> allowed.add(r.path("!GetAtt").asText().replace(".Arn", "")));
      }
    }
    assertThat(named).isNotEmpty().isEqualTo(allowed);
  }

  @Test
  void warmsEveryFunctionOfTheCutover() {
    Set<String> called = new TreeSet<>();
    // a migration's verification begins with the cut, and has neither inventory nor validation
    Set<String> ofVerification = Set.of("Verification: Cut", "Verification: Compare", "Verification: Judge");
    List<Map.Entry<String, JsonNode>> states =
        Stream.of("migration", "verification").flatMap(name -> Repository.stateMachine(name).get("States").properties().stream()).toList();
    for (Map.Entry<String, JsonNode> state : states) {
      if (state.getKey().startsWith("Cutover: ") || ofVerification.contains(state.getKey())) {
        state.getValue().findValuesAsText("FunctionName").forEach(name -> called.add(name.replaceAll("\\$\\{(\\w+)Arn\\}", "$1.Arn")));
      }
    }
    // a call keeps it warm
    called.remove("ControlFunction.Arn");
    // called by a wait
    called.add(functions.get("AwaitFunction").at("/Properties/Environment/Variables/TIDEWAY_PROBE_FREEZE/!GetAtt").asText());
    JsonNode warm = functions.get("ControlFunction");
    assertThat(warm.at("/Properties/Environment/Variables/TIDEWAY_WARM/!Join/1").findValuesAsText("!GetAtt")).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(called);
    assertThat(statements(warm).stream().filter(s -> grants(s, "lambda:InvokeFunction")))
        .singleElement()
        .satisfies(s -> assertThat(s.get("Resource").findValuesAsText("!GetAtt")).containsExactlyInAnyOrderElementsOf(called));
  }

  @Test
  void keepsEveryEventThatCannotBeDelivered() {
    ofType("AWS::Events::Rule")
        .forEach((name, rule) -> rule.at("/Properties/Targets").forEach(t -> assertThat(t.has("DeadLetterConfig")).as(name).isTrue()));
    Set<String> asynchronous = new HashSet<>();
    ofType("AWS::Events::Rule")
        .values()
        .forEach(rule -> rule.at("/Properties/Targets").forEach(t -> asynchronous.add(t.at("/Arn/!GetAtt").asText().replace(".Arn", ""))));
    assertThat(asynchronous)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(functions.get(name).at("/Properties/EventInvokeConfig/DestinationConfig").has("OnFailure")).as(name).isTrue());
  }

  @Test
  void invokesObserveAtEveryEndOfAProbe() {
    Set<String> probes = new HashSet<>();
    ofType("AWS::Lambda::EventInvokeConfig")
        .forEach(
            (name, config) -> {
              probes.add(config.at("/Properties/FunctionName/!Ref").asText());
              for (String end : List.of("OnSuccess", "OnFailure")) {
                assertThat(config.at("/Properties/DestinationConfig/" + end + "/Destination/!GetAtt").asText()).isEqualTo("ObserveFunction.Arn");
              }
              assertThat(config.path("DependsOn").asText()).as("Lambda refuses what the role may not").isEqualTo("ProbesTellObserve");
            });
    assertThat(probes).containsExactlyInAnyOrder("ProbeIndexesFunction", "ProbeFreezeFunction");
    Set<String> roles = new HashSet<>();
    template.at("/Resources/ProbesTellObserve/Properties/Roles").forEach(r -> roles.add(r.path("!Ref").asText().replaceFirst("Role$", "")));
    assertThat(roles).isEqualTo(probes);
  }

  @Test
  void allowsALoopOnlyWhereSlicesFollowEachOther() {
    Set<String> allowed = new HashSet<>();
    functions.forEach((name, f) -> {
      if (f.at("/Properties/RecursiveLoop").asText().equals("Allow")) {
        allowed.add(name);
      }
    });
    assertThat(allowed).containsExactlyInAnyOrder("ObserveFunction", "ProbeIndexesFunction");
  }

  @Test
  void sendsEveryAlarmStraightToTheTopic() {
    assertThat(ofType("AWS::CloudWatch::Alarm"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy((name, alarm) -> assertThat(alarm.at("/Properties/AlarmActions/0/!Ref").asText()).as(name).isEqualTo("Topic"));
  }

  @Test
  void reportsMissingMetricsButNotBeforeTheFirstTick() {
    JsonNode alarm = template.at("/Resources/ObserveSilenceAlarm/Properties");
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("missing");
    assertThat(alarm.at("/InsufficientDataActions/0/!Ref").asText()).isEqualTo("Topic");
  }

  @Test
  void allowsTheFunctionsToReachTheEndpointOfSecretsManager() {
    JsonNode endpoint = template.at("/Resources/SecretsManagerEndpoint/Properties");
    assertThat(endpoint.path("SecurityGroupIds").valueStream().map(g -> g.path("!Ref").asText())).containsExactly("EndpointSecurityGroup");
    JsonNode rule = template.at("/Resources/EndpointSecurityGroup/Properties/SecurityGroupIngress/0");
    assertThat(List.of(rule.path("FromPort").asText(), rule.path("ToPort").asText())).containsOnly("443");
    assertThat(rule.at("/SourceSecurityGroupId/!Select/1/!Ref").asText()).isEqualTo("SecurityGroupIds");
  }

  @Test
  void belongsToWhateverPartitionItIsDeployedIn() {
    List<String> fixed = new ArrayList<>();
    template.findParents("!Sub").forEach(p -> fixed.add(p.toString()));
    template.get("Outputs").forEach(o -> fixed.add(o.path("Value").toString()));
    assertThat(fixed).hasSizeGreaterThan(50)
        .noneMatch(text -> text.contains("arn:aws:") || text.matches(".*[a-z}]\\.(amazonaws\\.com|console\\.aws).*"));
    assertThat(template.at("/Parameters/SecretArnPattern/Default").asText()).doesNotStartWith("arn:aws:");
  }

  @Test
  void receivesEventsOfDmsOfExecutionsAndOfTheMinute() {
    List<String> targets = new ArrayList<>();
    template.at("/Resources/DmsEvents/Properties/Targets").forEach(t -> targets.add(t.at("/Arn/!GetAtt").asText()));
    assertThat(targets).containsExactly("ObserveFunction.Arn", "NotifyFunction.Arn");
    assertThat(template.at("/Resources/Tick/Properties/ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
    assertThat(template.at("/Resources/ExecutionEvents/Properties/EventPattern/source/0").asText()).isEqualTo("aws.states");
  }

  @Test
  void hasWhatSchedulesNeedThatAreAddedLater() {
    for (String resource : List.of("ScheduleRole", "ScheduleGroup")) {
      assertThat(template.at("/Resources/" + resource).isObject()).as(resource).isTrue();
      assertThat(template.at("/Resources/" + resource).has("Condition")).as(resource).isFalse();
    }
    assertThat(template.get("Outputs").fieldNames()).toIterable()
        .contains("MigrationArn", "BucketName", "ScheduleGroupName", "ScheduleRoleArn", "ScheduleDeadLetterArn");
  }

  @Test
  void allowsOnlyTheValidatingFunctionToReadRequestsFromTheBucket() {
    List<String> readers = new ArrayList<>();
    functions.forEach((name, f) -> {
      if (f.toString().contains("/requests/*")) {
        readers.add(name);
      }
    });
    assertThat(readers).containsExactly("ControlFunction");
  }

  /** The functions' statements with an action that matches. */
  private Stream<JsonNode> granting(String action) {
    return functions.values().stream().flatMap(f -> statements(f).stream()).filter(s -> grants(s, action));
  }

  private static boolean grants(JsonNode statement, String action) {
    return texts(statement.get("Action")).anyMatch(a -> a.matches(action));
  }

  private List<JsonNode> statements(JsonNode resource) {
    return Repository.statements(template, resource);
  }

  /** ARNs with every reference resolved to an ARN of its type, and {@code x} for values that this test does not know. */
  private List<String> resources(JsonNode oneOrMany) {
    return (oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany)).map(this::arn).toList();
  }

  private String arn(JsonNode resource) {
    if (resource.isTextual()) {
      return resource.asText();
    }
    if (resource.has("!Sub")) {
      Matcher references = Pattern.compile("\\$\\{(\\w+)\\.Arn}").matcher(resource.get("!Sub").asText());
      return references.replaceAll(m -> named(m.group(1))).replaceAll("\\$\\{[\\w:]+}", "x");
    }
    return named(resource.path("!Ref").asText(resource.path("!GetAtt").asText().replace(".Arn", "")));
  }

  private String named(String logicalId) {
    String type = template.path("Resources").path(logicalId).path("Type").asText();
    return PARAMETERS.getOrDefault(logicalId, ARNS.getOrDefault(type, "unknown: " + logicalId));
  }

  /** A wildcard at a resource's end also matches further parts. */
  private static boolean like(String kind, String resource) {
    String regex = Stream.of(kind.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return resource.matches(regex) || (resource.endsWith("*") && (resource + ":x").matches(regex));
  }

  private Map<String, JsonNode> ofType(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (Map.Entry<String, JsonNode> resource : template.get("Resources").properties()) {
      if (resource.getValue().path("Type").asText().equals(type)) {
        found.put(resource.getKey(), resource.getValue());
      }
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("template.yaml names a handler that does not exist: " + name, e);
    }
  }
}
