package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.AwsErrors;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.TransientFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What can be checked of a state machine without running it. */
@ParameterizedClass
@ValueSource(strings = {"migration", "verification"})
final class StateMachineTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)\\}");
  private static final Pattern FUNCTION = Pattern.compile("\\$([a-zA-Z]\\w*)\\s*\\(");
  private static final Pattern VARIABLE = Pattern.compile("\\$([a-zA-Z]\\w*)\\b(?!\\s*\\()");

  /** JSONata's functions as Step Functions offers them (developer guide, "Transforming data with JSONata"): all but $eval. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "string length substring substringBefore substringAfter uppercase lowercase trim pad contains split join match replace"
                  .concat(" base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl number abs floor ceil")
                  .concat(" round power sqrt random formatNumber formatBase formatInteger parseInteger sum max min average boolean not")
                  .concat(" exists count append sort reverse shuffle distinct zip keys lookup spread merge sift each error assert type")
                  .concat(" now millis fromMillis toMillis map filter single reduce partition range hash uuid parse")
              .split(" "));

  /** How a function ends without an answer. */
  private static final Set<String> DEATHS = Set.of("Sandbox.Timedout", "Runtime.ExitError", "Lambda.Unknown");

  private final String name;
  private final JsonNode machine;
  private final List<State> states = new ArrayList<>();

  StateMachineTest(String name) {
    this.name = name;
    this.machine = Repository.stateMachine(name);
    collect(machine.get("States"), false, false);
  }

  /** One state and the path of the states around it. */
  private record State(String name, JsonNode json, boolean inMap, boolean nested) {
    String type() {
      return json.get("Type").asText();
    }

    @Override
    public String toString() {
      return name;
    }

    /** Whether it starts an execution of a state machine. */
    boolean starts() {
      return json.path("Resource").asText().contains(":states:startExecution");
    }

    /** Whether it waits for its token: then its time limit is the wait's. */
    boolean waits() {
      return json.path("Resource").asText().endsWith("waitForTaskToken");
    }
  }

  @Test
  void namesNoTwoStatesAlikeHoweverDeepTheyStand() {
    Set<String> seen = new HashSet<>();
    assertThat(states.stream().map(State::name).filter(name -> !seen.add(name))).isEmpty();
    assertThat(states).anyMatch(State::nested);
  }

  /** Every log line of the function contains it. */
  @Test
  void everyCallOfAFunctionNamesItsStateAndItsRun() {
    Set<String> beforeThereIsARun = Set.of("Plan: Validate", "Plan: Lock", "Verification: Validate");
    List<State> calls = states.stream().filter(s -> s.json().at("/Arguments").has("Payload")).toList();
    assertThat(calls)
        .hasSizeGreaterThan(name.equals("migration") ? 55 : 7)
        .allSatisfy(
            s -> {
              JsonNode payload = s.json().at("/Arguments/Payload");
              // of a map's item, or merged
              boolean computed = payload.isTextual();
              assertThat(computed ? payload.asText() : payload.path("state").asText()).as(s.name()).contains("$states.context.State.Name");
              if (!computed && !beforeThereIsARun.contains(s.name())) {
                assertThat(payload.path("run").asText()).as(s.name()).isEqualTo("{% $run %}");
              }
            });
  }

  @Test
  void usesEverySubstitutionAndSubstitutesEveryPlaceholder() {
    Set<String> used = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(Repository.text("statemachine/" + name + ".asl.json"));
    while (matcher.find()) {
      used.add(matcher.group(1));
    }
    Set<String> given = new TreeSet<>();
    substitutions().fieldNames().forEachRemaining(given::add);
    assertThat(used).isEqualTo(given);
  }

  @Test
  void callsFunctionsWithoutAVersionSoThatADeploymentTakesEffectAtOnce() {
    substitutions()
        .properties()
        .forEach(
            e -> {
              if (e.getKey().endsWith("FunctionArn")) {
                assertThat(e.getValue().get("!GetAtt").asText()).isEqualTo(e.getKey().replace("FunctionArn", "Function.Arn"));
              }
            });
  }

  private JsonNode substitutions() {
    String resource = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return Repository.template().at("/Resources/" + resource + "/Properties/DefinitionSubstitutions");
  }

  @Test
  void explainsEveryStateToAConsoleUser() {
    assertThat(states).allSatisfy(s -> assertThat(s.json().path("Comment").asText()).as(s.name()).isNotBlank().doesNotContain("null"));
  }

  @Test
  void boundsRetriesAndCatchesEveryTask() {
    assertThat(states.stream().filter(s -> s.type().equals("Task")))
        .isNotEmpty()
        .allSatisfy(
            s -> {
              assertThat(s.json().has("TimeoutSeconds")).as(s.name() + " TimeoutSeconds").isTrue();
              assertThat(s.json().path("Retry")).as(s.name() + " Retry").isNotEmpty();
              assertThat(s.json().path("Catch")).as(s.name() + " Catch").isNotEmpty();
              assertThat(catchesAll(s)).as(s.name() + " catches States.ALL").isTrue();
              assertThat(elements(s.json().path("Retry")).filter(r -> own(r, s.starts() ? "States.TaskFailed" : "Lambda.Unknown")).map(r -> texts(r.path("ErrorEquals"))))
                  .as(s.name() + " retries what passes by itself, and nothing that a person must mend")
                  .singleElement()
                  .satisfies(errors -> assertThat(errors).containsExactlyInAnyOrderElementsOf(calledAgain(s)));
            });
  }

  /** A wait's own time limit is an answer. */
  private static Set<String> calledAgain(State state) {
    if (state.starts()) {
      return Set.of("States.TaskFailed", "States.Timeout");
    }
    Set<String> names = new HashSet<>(TransientFailure.ERROR_NAMES);
    names.addAll(DEATHS);
    if (!state.waits()) {
      names.add("States.Timeout");
    }
    return names;
  }

  @Test
  void givesEveryEndOfAFunctionItsErrorName() {
    assertThat(DEATHS).allSatisfy(name -> assertThat(AwsErrors.code(name).orElseThrow()).as(name).isIn(ErrorCode.STATE_TIMED_OUT, ErrorCode.FUNCTION_DIED));
  }

  /** Otherwise Lambda would still be running when the state has ended, and the next attempt would run at the same time. */
  @Test
  void givesEveryStateAMinuteMoreThanItsAction() {
    JsonNode functions = Repository.template().get("Resources");
    assertThat(states.stream().filter(s -> s.type().equals("Task") && !s.starts()))
        .isNotEmpty()
        .allSatisfy(
            s -> {
              Matcher function = PLACEHOLDER.matcher(s.json().at("/Arguments/FunctionName").asText());
              assertThat(function.matches()).as(s.name() + " calls a function").isTrue();
              String name = function.group(1).replaceFirst("Arn$", "");
              int timeout = functions.at("/" + name + "/Properties/Timeout").asInt();
              long limit = Repository.action(name, s.json().at("/Arguments/Payload")).limit().toSeconds();
              assertThat(limit).as(s.name()).isPositive().isLessThanOrEqualTo(timeout);
              if (s.json().path("TimeoutSeconds").isInt() && !s.json().path("Resource").asText().endsWith("waitForTaskToken")) {
                assertThat(s.json().path("TimeoutSeconds").asLong()).as(s.name()).isEqualTo(limit + 60);
              } else {
                assertThat((long) leastSeconds(s)).as(s.name()).isGreaterThanOrEqualTo(limit + 60);
              }
            });
  }

  /** The function has ended by then (see above), as after a lost answer: what may be repeated in one case may be repeated in the second case. */
  @Test
  void triesAgainWhenAStatesTimeIsUpUnlessItIsAWaitsLimit() {
    assertThat(states.stream().filter(s -> s.type().equals("Task")))
        .allSatisfy(
            s -> assertThat(elements(s.json().path("Retry")).anyMatch(r -> own(r, "States.Timeout"))).as(s.name()).isEqualTo(!s.waits()));
  }

  @Test
  void givesEveryRetryABoundAndNoAlignment() {
    for (State state : states) {
      for (JsonNode retry : state.json().path("Retry")) {
        assertThat(retry.has("MaxAttempts") && retry.has("MaxDelaySeconds")).as(state.name()).isTrue();
        if (!own(retry, "dev.tideway.error.Unfinished") && !own(retry, "States.HeartbeatTimeout")) {
          assertThat(retry.path("JitterStrategy").asText()).as(state.name()).isEqualTo("FULL");
        }
      }
    }
  }

  @Test
  void registersAWaitAgainWhenAHeartbeatIsMissed() {
    assertThat(states.stream().filter(State::waits))
        .hasSizeBetween(name.equals("migration") ? 9 : 0, name.equals("migration") ? 99 : 0)
        .allSatisfy(
            s -> {
              assertThat(s.json().has("HeartbeatSeconds")).as(s.name()).isTrue();
              assertThat(elements(s.json().path("Retry")).anyMatch(r -> own(r, "States.HeartbeatTimeout"))).as(s.name()).isTrue();
            });
  }

  @Test
  void givesEveryChoiceADefaultThatFailsLoudly() {
    assertThat(states.stream().filter(s -> s.type().equals("Choice")))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.json().path("Default").asText()).as(s.name()).endsWith("Unexpected answer"));
  }

  @Test
  void namesOnlyErrorsThatExist() {
    Set<String> known = new HashSet<>(TransientFailure.ERROR_NAMES);
    known.addAll(DEATHS);
    known.addAll(List.of("States.ALL", "States.HeartbeatTimeout", "States.Timeout", "States.TaskFailed", "States.ItemReaderFailed", "States.ResultWriterFailed"));
    for (String name : errorNames()) {
      if (name.startsWith("dev.tideway.")) {
        assertThat(isThrowable(name)).as(name).isTrue();
      } else {
        assertThat(known).contains(name);
      }
    }
  }

  @Test
  void retriesUnfinishedSlicesOnlyInTheStatesThatHaveThem() {
    assertThat(states.stream().filter(s -> elements(s.json().path("Retry")).anyMatch(r -> own(r, "dev.tideway.error.Unfinished"))))
        .allSatisfy(s -> assertThat(s.json().get("TimeoutSeconds").asInt()).as(s.name()).isEqualTo(960));
  }

  @Test
  void readsOnlyItsOwnInputInsideADistributedMap() {
    for (State state : states) {
      if (state.inMap()) {
        expressions(state.json()).forEach(e -> assertThat(variables(e)).as(state.name() + ": " + e).isSubsetOf("states"));
      }
    }
    assertThat(states.stream().anyMatch(State::inMap)).isEqualTo(name.equals("verification"));
  }

  /** AWS reports a Map with more failed children than it tolerates by States.ExceedToleratedFailureThreshold, which hides every child's error. */
  @Test
  void leavesFailedBatchesToTheJudge() {
    assertThat(states.stream().filter(s -> s.type().equals("Map")))
        .hasSize(name.equals("verification") ? 1 : 0)
        .allSatisfy(
            map -> {
              assertThat(map.json().path("ToleratedFailurePercentage").asInt()).as(map.name()).isEqualTo(100);
              assertThat(map.json().at("/Assign/compared/results").asText()).as(map.name()).isEqualTo("{% $states.result.ResultWriterDetails.Key %}");
              JsonNode judge = machine.get("States").get(map.json().get("Next").asText());
              assertThat(judge.at("/Arguments/Payload/compared").asText()).as(map.name()).isEqualTo("{% $compared %}");
            });
    assertThat(states.stream().filter(State::inMap))
        .noneMatch(s -> s.type().equals("Fail"))
        .filteredOn(s -> s.type().equals("Task"))
        .allSatisfy(
            task -> {
              assertThat(texts(task.json().at("/Catch/0/ErrorEquals"))).as(task.name()).containsExactly("States.ALL");
              assertThat(task.json().at("/Catch/0/Output").asText()).as(task.name()).isEqualTo("{% $states.errorOutput %}");
            });
  }

  /** JSONata takes a bare name for a member of an input that is not there, and gives nothing for it. */
  @Test
  void namesNothingWithoutADollar() {
    Pattern bare = Pattern.compile("(?<![$.\\w'])[A-Za-z_]\\w*(?!\\w*')");
    for (State state : states) {
      expressions(state.json())
          .forEach(
              e ->
                  assertThat(bare.matcher(e.replaceAll("[{,]\\s*'?\\w*'?\\s*:", "")).results().map(m -> m.group()))
                      .as(state.name() + ": " + e)
                      .isSubsetOf("and", "or", "in", "true", "false", "null"));
    }
  }

  @Test
  void callsOnlyFunctionsThatStepFunctionsHas() {
    for (State state : states) {
      expressions(state.json())
          .forEach(
              e -> {
                Matcher matcher = FUNCTION.matcher(e);
                while (matcher.find()) {
                  assertThat(FUNCTIONS).as(state.name() + ": " + e).contains(matcher.group(1));
                }
              });
    }
  }

  @Test
  void givesNoVariableTheNameOfAFunction() {
    assertThat(assigned()).isNotEmpty().doesNotContainAnyElementsOf(FUNCTIONS);
  }

  @Test
  void readsOnlyVariablesThatSomeStateAssigns() {
    Set<String> assigned = assigned();
    assigned.add("states");
    states.forEach(s -> expressions(s.json()).forEach(e -> assertThat(variables(e)).as(s.name() + ": " + e).isSubsetOf(assigned)));
  }

  @Test
  void reachesEveryState() {
    JsonNode top = machine.get("States");
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(machine.get("StartAt").asText()));
    while (!open.isEmpty()) {
      String name = open.pop();
      assertThat(top.has(name)).as("state " + name).isTrue();
      if (reached.add(name)) {
        JsonNode state = top.get(name);
        Stream.of(state, state.path("Choices"), state.path("Catch"))
            .flatMap(n -> n.isArray() ? elements(n) : Stream.of(n))
            .flatMap(n -> Stream.of(n.path("Next"), n.path("Default")))
            .filter(JsonNode::isTextual)
            .forEach(n -> open.push(n.asText()));
      }
    }
    Set<String> all = new HashSet<>();
    top.fieldNames().forEachRemaining(all::add);
    assertThat(reached).isEqualTo(all);
  }

  @Test
  void keepsStateNamesWithinTheLimit() {
    assertThat(states).allSatisfy(s -> assertThat(s.name().length()).isLessThanOrEqualTo(80));
  }

  private void collect(JsonNode container, boolean inMap, boolean nested) {
    for (Map.Entry<String, JsonNode> entry : container.properties()) {
      JsonNode state = entry.getValue();
      states.add(new State(entry.getKey(), state, inMap, nested));
      state.path("Branches").forEach(b -> collect(b.get("States"), inMap, true));
      if (state.has("ItemProcessor")) {
        collect(state.at("/ItemProcessor/States"), true, true);
      }
    }
  }

  /** Every JSONata expression of the state itself, not of the states inside it. */
  private static List<String> expressions(JsonNode json) {
    List<String> found = new ArrayList<>();
    if (json.isTextual() && json.asText().startsWith("{%")) {
      found.add(json.asText().substring(2, json.asText().length() - 2).replaceAll("'[^']*'", "''"));
    }
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getKey().equals("Branches") && !entry.getKey().equals("ItemProcessor")) {
        found.addAll(expressions(entry.getValue()));
      }
    }
    if (json.isArray()) {
      json.forEach(item -> found.addAll(expressions(item)));
    }
    return found;
  }

  private static Set<String> variables(String expression) {
    Set<String> found = new HashSet<>();
    Matcher matcher = VARIABLE.matcher(expression);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private Set<String> assigned() {
    Set<String> assigned = new HashSet<>();
    for (State state : states) {
      assigned.addAll(names(state.json().path("Assign")));
      state.json().path("Catch").forEach(c -> assigned.addAll(names(c.path("Assign"))));
      state.json().path("Choices").forEach(c -> assigned.addAll(names(c.path("Assign"))));
    }
    return assigned;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Set<String> errorNames() {
    Set<String> names = new TreeSet<>();
    for (State state : states) {
      Stream.of("Retry", "Catch")
          .flatMap(k -> elements(state.json().path(k)))
          .flatMap(r -> elements(r.path("ErrorEquals")))
          .forEach(n -> names.add(n.asText()));
      for (JsonNode assign : state.json().findValues("failure")) {
        String error = assign.path("error").asText();
        if (!error.isEmpty() && !error.startsWith("{%")) {
          names.add(error);
        }
      }
    }
    return names;
  }

  private static boolean isThrowable(String name) {
    try {
      return Throwable.class.isAssignableFrom(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean catchesAll(State state) {
    return elements(state.json().path("Catch")).anyMatch(c -> own(c, "States.ALL"));
  }

  /** The state's own time limit; for {@code limit + 900} the 900, because the limit may be short. */
  private static int leastSeconds(State state) {
    JsonNode limit = state.json().get("TimeoutSeconds");
    return limit.isInt() ? limit.asInt() : Integer.parseInt(limit.asText().replaceFirst("^\\{% \\$[\\w.]+ \\+ (\\d+) %\\}$", "$1"));
  }

  private static boolean own(JsonNode retryOrCatch, String name) {
    return texts(retryOrCatch.path("ErrorEquals")).contains(name);
  }

  private static List<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array.isArray() ? array.valueStream() : Stream.empty();
  }
}
