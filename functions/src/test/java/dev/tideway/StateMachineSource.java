package dev.tideway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Makes the state machines' definitions from their sources in {@code statemachine/source}, which have each repeated thing once. A source is
 * Amazon States Language in YAML, with three states of its own:
 *
 * <ul>
 *   <li>{@code Call: Function.action} with the payload {@code With} invokes a function of the template. The state's time limit is the
 *       action's limit and a minute.
 *   <li>{@code Await: condition} with {@code Guards} and {@code Limit} in seconds waits for a token.
 *   <li>{@code Verification: round} starts an execution of the verification and waits for it.
 * </ul>
 *
 * <p>{@code Retry} and {@code Catch} are names of entries in {@code policies.yaml}. A Choice goes to the source's {@code Default} if
 * no rule holds.
 */
final class StateMachineSource {
  private static final int HEARTBEAT_SECONDS = 900;
  private static final int LINE = 150;
  private static final String RESULT = "{% $states.result %}";
  private static final String PAYLOAD = "{% $states.result.Payload %}";
  private static final int MONTH_SECONDS = 30 * 24 * 3600;

  /** Unique among the executions of the verification, and at most 80 characters, which a migration's own name may have already. */
  private static final String NAME =
      ("{% ($length(OWN) <= 60 ? OWN : $substring(OWN, 0, 40) & '-' & $substring($hash(OWN, 'SHA-256'), 0, 16)) & '-' & ROUND & '-' & $string($states.context.State.RetryCount)"
              + " & ($states.context.Execution.RedriveCount > 0 ? '-r' & $string($states.context.Execution.RedriveCount) : '') %}")
          .replace("OWN", "$states.context.Execution.Name");

  private static final Pattern VALUE = Pattern.compile("\\{% (.*) %}");

  private final JsonNode policies = yaml("policies");
  private final String fallback;
  private final ObjectNode machine;

  private StateMachineSource(String name) {
    ObjectNode source = (ObjectNode) yaml(name);
    this.fallback = source.remove("Default").asText();
    this.machine = Json.object();
    machine.set("Comment", source.get("Comment"));
    machine.put("QueryLanguage", "JSONata");
    source.properties().stream().filter(e -> !machine.has(e.getKey()) && !e.getKey().equals("States")).forEach(e -> machine.set(e.getKey(), e.getValue()));
    machine.set("States", states(source.get("States")));
  }

  /** The definition of that state machine, as it stands in {@code statemachine/<name>.asl.json}. */
  static String definition(String name) {
    StringBuilder text = new StringBuilder();
    print(new StateMachineSource(name).machine, "", 0, text);
    return text.append('\n').toString();
  }

  private static JsonNode yaml(String name) {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.text("statemachine/source/" + name + ".yaml"));
    return Json.mapper().valueToTree(tree);
  }

  private ObjectNode states(JsonNode source) {
    ObjectNode states = Json.object();
    source.properties().forEach(e -> states.set(e.getKey(), state(e.getKey(), (ObjectNode) e.getValue())));
    return states;
  }

  private ObjectNode state(String name, ObjectNode source) {
    ObjectNode state = Json.object();
    state.set("Comment", source.remove("Comment"));
    if (source.has("Call")) {
      call(state, source);
    } else if (source.has("Await")) {
      await(state, source);
    } else if (source.has("Verification")) {
      verification(state, source);
    } else if (source.has("Choices")) {
      state.put("Type", "Choice");
      state.set("Choices", source.remove("Choices"));
      state.put("Default", fallback);
    }
    JsonNode retry = source.remove("Retry");
    if (retry != null) {
      state.set("Retry", retry(retry.asText()));
    }
    JsonNode caught = source.remove("Catch");
    if (caught != null) {
      ArrayNode catchers = state.putArray("Catch");
      (caught.isArray() ? caught : Json.mapper().createArrayNode().add(caught)).forEach(c -> catchers.add(catcher(c, name.split(":", 2)[0])));
    }
    source.path("Branches").forEach(branch -> ((ObjectNode) branch).set("States", states(branch.get("States"))));
    if (source.has("ItemProcessor")) {
      ObjectNode processor = (ObjectNode) source.get("ItemProcessor");
      processor.set("States", states(processor.get("States")));
    }
    state.setAll(source);
    return state;
  }

  private static void call(ObjectNode state, ObjectNode source) {
    String[] called = source.remove("Call").asText().split("\\.", 2);
    JsonNode payload = source.remove("Payload");
    JsonNode with = source.remove("With");
    JsonNode run = source.remove("Run");
    if (payload == null) {
      ObjectNode made = Json.object();
      if (called.length == 2) {
        made.put("action", called[1]);
      }
      if (run == null) {
        made.put("run", "{% $run %}");
      }
      made.put("state", "{% $states.context.State.Name %}");
      if (with != null) {
        made.setAll((ObjectNode) with);
      }
      payload = made;
    }
    task(state, "arn:${Partition}:states:::lambda:invoke", called[0], payload);
    state.put("TimeoutSeconds", Repository.action(called[0] + "Function", payload).limit().toSeconds() + 60);
    defaults(source, "transient", PAYLOAD);
  }

  private static void await(ObjectNode state, ObjectNode source) {
    JsonNode guards = source.remove("Guards");
    JsonNode limit = source.remove("Limit");
    ObjectNode payload = Json.object();
    payload.put("run", "{% $run %}").put("state", "{% $states.context.State.Name %}").put("token", "{% $states.context.Task.Token %}");
    payload.set("condition", source.remove("Await"));
    payload.set("guards", guards == null ? Json.mapper().createArrayNode() : guards);
    payload.set("timeoutSeconds", limit);
    task(state, "arn:${Partition}:states:::lambda:invoke.waitForTaskToken", "Await", payload);
    // the wait itself ends first, with an answer
    Matcher value = VALUE.matcher(limit.asText());
    if (value.matches()) {
      state.put("TimeoutSeconds", "{% " + value.group(1) + " + " + HEARTBEAT_SECONDS + " %}");
    } else {
      state.put("TimeoutSeconds", limit.asLong() + HEARTBEAT_SECONDS);
    }
    state.put("HeartbeatSeconds", HEARTBEAT_SECONDS);
    defaults(source, "wait", RESULT);
  }

  private static void verification(ObjectNode state, ObjectNode source) {
    String round = source.remove("Verification").asText();
    Matcher value = VALUE.matcher(round);
    if (!value.matches()) {
      throw new IllegalArgumentException(round + " is not an expression");
    }
    state.put("Type", "Task").put("Resource", "arn:${Partition}:states:::states:startExecution.sync:2");
    ObjectNode arguments = state.putObject("Arguments").put("StateMachineArn", "${VerificationArn}").put("Name", NAME.replace("ROUND", value.group(1)));
    arguments
        .putObject("Input")
        // "New execution" in the console copies the input, and has another name
        .put("name", NAME.replace("ROUND", value.group(1)))
        .put("run", "{% $run %}")
        .put("round", round)
        .put("functions", "{% $settings.threads %}")
        // the console links the two executions by this member
        .put("AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID", "{% $states.context.Execution.Id %}");
    state.put("TimeoutSeconds", MONTH_SECONDS);
    defaults(source, "nested", "{% $states.result.Output %}");
  }

  private static void task(ObjectNode state, String resource, String function, JsonNode payload) {
    state.put("Type", "Task").put("Resource", resource);
    state.putObject("Arguments").put("FunctionName", "${" + function + "FunctionArn}").set("Payload", payload);
  }

  private static void defaults(ObjectNode source, String retry, String output) {
    if (!source.has("Retry")) {
      source.put("Retry", retry);
    }
    if (!source.has("Catch")) {
      source.put("Catch", "fail");
    }
    if (!source.has("Output")) {
      source.put("Output", output);
    }
  }

  private JsonNode retry(String name) {
    ArrayNode retriers = policies.required("Retry").required(name).deepCopy();
    for (JsonNode retrier : retriers) {
      ArrayNode errors = Json.mapper().createArrayNode();
      for (JsonNode error : retrier.get("ErrorEquals")) {
        if (error.asText().equals("passing")) {
          errors.addAll((ArrayNode) policies.get("passing"));
        } else {
          errors.add(error);
        }
      }
      ((ObjectNode) retrier).set("ErrorEquals", errors);
    }
    return retriers;
  }

  private JsonNode catcher(JsonNode caught, String phase) {
    if (caught.isTextual()) {
      return Json.read(policies.required("Catch").required(caught.asText()).toString().replace("<phase>", phase), JsonNode.class);
    }
    ObjectNode catcher = Json.object();
    catcher.putArray("ErrorEquals").add("States.ALL");
    if (caught.has("error")) {
      catcher.put("Output", "{% $states.errorOutput %}");
    }
    catcher.set("Next", caught.has("error") ? caught.get("error") : caught.required("ignore"));
    return catcher;
  }

  /** Prints a value on one line if there is room for it. */
  private static void print(JsonNode value, String indent, int used, StringBuilder text) {
    String line = value.isContainerNode() ? line(value) : value.toString();
    if (!value.isContainerNode() || value.isEmpty() || indent.length() + used + line.length() <= LINE) {
      text.append(line);
      return;
    }
    String inner = indent + "  ";
    List<Map.Entry<String, JsonNode>> members = value.isArray() ? value.valueStream().map(v -> Map.entry("", v)).toList() : List.copyOf(value.properties());
    String separator = value.isArray() ? "[\n" : "{\n";
    for (Map.Entry<String, JsonNode> member : members) {
      String name = value.isArray() ? "" : '"' + member.getKey() + "\": ";
      text.append(separator).append(inner).append(name);
      print(member.getValue(), inner, name.length() + 1, text);
      separator = ",\n";
    }
    text.append('\n').append(indent).append(value.isArray() ? ']' : '}');
  }

  private static String line(JsonNode value) {
    if (value.isArray()) {
      return "[" + String.join(", ", value.valueStream().map(StateMachineSource::line).toList()) + "]";
    }
    if (value.isObject()) {
      return "{" + String.join(", ", value.properties().stream().map(e -> '"' + e.getKey() + "\": " + line(e.getValue())).toList()) + "}";
    }
    return value.toString();
  }
}
