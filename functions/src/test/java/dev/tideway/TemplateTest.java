package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.JsonFunction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What can be known of template.yaml without deploying it. */
final class TemplateTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| [^|]+ \\| (yes|no) \\| [^|]+ \\| (\\d+) \\| (\\d+) \\| [^|]+ \\|$", Pattern.MULTILINE);

  /** Describe and list calls that AWS offers for no single resource, and delivery of logs and traces. */
  private static final Pattern MAY_NAME_NO_RESOURCE =
      Pattern.compile("dms:Describe\\w+|ec2:Describe\\w+|cloudwatch:(GetMetricData|DescribeAlarms)|logs:\\w+|xray:\\w+");

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
              assertThat(JsonFunction.class.isAssignableFrom(load(handler[0]))).as(name).isTrue();
              assertThat(load(handler[0]).getSimpleName()).isEqualTo(name);
              assertThat(function.at("/Metadata/SkipBuild").asText()).as(name).isEqualTo("true");
            });
  }

  @Test
  void agreesWithTheTableOfFunctions() {
    Map<String, List<String>> documented = new TreeMap<>();
    Matcher row = ROW.matcher(Repository.text("docs/functions.md"));
    while (row.find()) {
      documented.put(row.group(1), List.of(row.group(2), row.group(3), row.group(4)));
    }
    Map<String, List<String>> deployed = new TreeMap<>();
    functions.forEach(
        (name, f) ->
            deployed.put(
                name,
                List.of(
                    f.at("/Properties").has("VpcConfig") ? "yes" : "no",
                    f.at("/Properties/Timeout").asText(),
                    f.at("/Properties/MemorySize").asText())));
    assertThat(documented).isEqualTo(deployed);
  }

  @Test
  void lateWorkOutlivesItsLambdaOnlyByTheStatesTimeout() {
    for (JsonNode f : functions.values()) {
      assertThat(f.at("/Properties/Timeout").asInt()).isLessThanOrEqualTo(900);
    }
  }

  @Test
  void grantsActionsOnResourcesAndNeverOnEverything() {
    ofType("AWS::Serverless::Function").forEach((name, f) -> statements(f).forEach(s -> checkResources(name, s)));
    ofType("AWS::Serverless::StateMachine").forEach((name, f) -> statements(f).forEach(s -> checkResources(name, s)));
  }

  @Test
  void letsFunctionsInTheVpcCallOnlyWhatHasAnEndpointThere() {
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
  void letsTheStateMachineInvokeEveryFunctionThatItNames() {
    JsonNode migration = template.at("/Resources/Migration/Properties");
    Set<String> named = new HashSet<>();
    migration.get("DefinitionSubstitutions").fieldNames().forEachRemaining(n -> named.add(n.replaceFirst("Arn$", "")));
    named.removeIf(n -> !n.endsWith("Function"));
    Set<String> allowed = new HashSet<>();
    for (JsonNode statement : statements(ofType("AWS::Serverless::StateMachine").get("Migration"))) {
      if (texts(statement.get("Action")).anyMatch("lambda:InvokeFunction"::equals)) {
        statement.get("Resource").forEach(r -> allowed.add(r.path("!GetAtt").asText().replace(".Arn", "")));
      }
    }
    assertThat(named).isNotEmpty().isEqualTo(allowed);
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
  void letsObserveHearEveryEndOfAProbe() {
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
  void hearsOfDmsOfExecutionsAndOfTheMinute() {
    List<String> targets = new ArrayList<>();
    template.at("/Resources/DmsEvents/Properties/Targets").forEach(t -> targets.add(t.at("/Arn/!GetAtt").asText()));
    assertThat(targets).containsExactly("ObserveFunction.Arn", "NotifyFunction.Arn");
    assertThat(template.at("/Resources/Tick/Properties/ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
    assertThat(template.at("/Resources/ExecutionEvents/Properties/EventPattern/source/0").asText()).isEqualTo("aws.states");
  }

  private static void checkResources(String name, JsonNode statement) {
    boolean everything = texts(statement.get("Resource")).anyMatch(r -> r.equals("*"));
    if (everything) {
      texts(statement.get("Action")).forEach(a -> assertThat(a).as(name).matches(MAY_NAME_NO_RESOURCE));
    }
  }

  private static List<JsonNode> statements(JsonNode function) {
    List<JsonNode> statements = new ArrayList<>();
    function.at("/Properties/Policies").forEach(p -> p.path("Statement").forEach(statements::add));
    return statements;
  }

  private static Stream<String> texts(JsonNode oneOrMany) {
    return oneOrMany.isArray() ? oneOrMany.valueStream().map(JsonNode::asText) : Stream.of(oneOrMany.asText());
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
