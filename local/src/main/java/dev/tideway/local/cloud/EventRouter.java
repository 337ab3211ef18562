package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.event.ruler.Machine;

/** EventBridge with the stack's rules: AWS's own matcher matches the patterns, and schedules fire by the clock. */
final class EventRouter implements EventBus, AutoCloseable {
  private static final String DEFAULT_BUS = "default";
  private static final String EVENTS = "events.amazonaws.com";

  private final CloudOptions options;
  private final AsyncInvoker functions;
  private final Destinations destinations;
  private final Moto moto;
  private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());
  private volatile Map<String, Machine> buses = Map.of();
  private volatile Map<String, Rule> rules = Map.of();
  private volatile Stack stack = Stack.empty();
  /** The schedules, by group (or "rule") and name; the value distinguishes a schedule from a later one of the same name. */
  private final Map<String, String> schedules = new ConcurrentHashMap<>();

  private record Rule(String name, String arn, List<JsonNode> targets) {}

  EventRouter(CloudOptions options, AsyncInvoker functions, Destinations destinations, Moto moto) {
    this.options = options;
    this.functions = functions;
    this.destinations = destinations;
    this.moto = moto;
  }

  void deploy(Stack deployed) {
    stack.ofType("AWS::Events::Rule").forEach(resource -> schedules.remove("rule/" + resource.physicalId()));
    stack.ofType("AWS::Scheduler::Schedule").forEach(resource -> schedules.remove(nameOf(resource)));
    stack = deployed;
    Map<String, Machine> patterns = new HashMap<>();
    Map<String, Rule> enabled = new HashMap<>();
    for (Stack.Resource resource : deployed.ofType("AWS::Events::Rule")) {
      JsonNode properties = resource.properties();
      List<JsonNode> targets = new ArrayList<>();
      properties.path("Targets").forEach(targets::add);
      Rule rule = new Rule(resource.physicalId(),
          "arn:aws:events:" + options.home().region() + ":" + options.home().account() + ":rule/" + resource.physicalId(), targets);
      if (properties.path("State").asText("ENABLED").startsWith("ENABLED")) {
        enabled.put(rule.name(), rule);
        if (properties.hasNonNull("EventPattern")) {
          addPattern(patterns, busName(properties.path("EventBusName").asText(DEFAULT_BUS)), rule.name(), properties.get("EventPattern"));
        }
        if (properties.hasNonNull("ScheduleExpression")) {
          start("rule/" + rule.name(), properties, rule);
        }
      }
    }
    for (Stack.Resource resource : deployed.ofType("AWS::Scheduler::Schedule")) {
      if (resource.properties().path("State").asText("ENABLED").equals("ENABLED")) {
        schedule(nameOf(resource), resource.properties());
      }
    }
    rules = enabled;
    buses = patterns;
  }

  /** Removes all rules and schedules of the deleted stack. */
  void undeploy() {
    buses = Map.of();
    rules = Map.of();
    schedules.clear();
  }

  /** Follows the calls to EventBridge Scheduler: created schedules start to fire, deleted schedules stop. */
  void scheduled(AwsCall call) {
    String[] path = call.uri().getPath().split("/");
    boolean deletion = call.method().equals("DELETE");
    if (path[1].equals("schedule-groups")) {
      schedules.keySet().removeIf(name -> deletion && name.startsWith(path[2] + "/"));
      return;
    }
    JsonNode properties = deletion ? LocalJson.object() : call.json();
    String group = deletion ? call.query().getOrDefault("groupName", DEFAULT_BUS) : properties.path("GroupName").asText(DEFAULT_BUS);
    schedules.remove(group + "/" + path[2]);
    if (!deletion && properties.path("State").asText("ENABLED").equals("ENABLED")) {
      schedule(group + "/" + path[2], properties);
    }
  }

  private void schedule(String name, JsonNode properties) {
    start(name, properties, new Rule(name, "arn:aws:scheduler:" + options.home().region() + ":" + options.home().account() + ":schedule/" + name,
        List.of(properties.get("Target"))));
  }

  private void start(String name, JsonNode properties, Rule rule) {
    String token = UUID.randomUUID().toString();
    schedules.put(name, token);
    tick(schedule(properties), () -> token.equals(schedules.get(name)), rule);
  }

  private static String nameOf(Stack.Resource schedule) {
    return schedule.properties().path("GroupName").asText(DEFAULT_BUS) + "/" + schedule.physicalId();
  }

  private static void addPattern(Map<String, Machine> buses, String bus, String rule, JsonNode pattern) {
    try {
      buses.computeIfAbsent(bus, name -> Machine.builder().build()).addRule(rule, pattern.isTextual() ? pattern.asText() : LocalJson.text(pattern));
    } catch (IOException e) {
      throw new UncheckedIOException("The pattern of rule " + rule + " is not valid", e);
    }
  }

  private static String busName(String nameOrArn) {
    return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
  }

  private ScheduleExpression schedule(JsonNode properties) {
    ZoneId zone = ZoneId.of(properties.path("ScheduleExpressionTimezone").asText("UTC"));
    return ScheduleExpression.parse(properties.get("ScheduleExpression").asText(), zone, options.minute());
  }

  /** Fires on schedule, one firing after another, so that short minutes do not build a backlog. */
  private void tick(ScheduleExpression schedule, BooleanSupplier current, Rule rule) {
    Instant now = Instant.now();
    schedule.next(now).ifPresent(next -> {
      var unused = ticker.schedule(() -> fire(schedule, current, rule), Duration.between(now, next).toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  private void fire(ScheduleExpression schedule, BooleanSupplier current, Rule rule) {
    if (!current.getAsBoolean()) {
      return;
    }
    var unused = deliverAll(rule, scheduledEvent(rule.arn())).whenComplete((done, failure) -> {
      if (!ticker.isShutdown()) {
        tick(schedule, current, rule);
      }
    });
  }

  private ObjectNode scheduledEvent(String arn) {
    ObjectNode event = event("aws.events", "Scheduled Event", LocalJson.object());
    event.putArray("resources").add(arn);
    return event;
  }

  /** A complete event of an AWS service. */
  ObjectNode event(String source, String detailType, JsonNode detail) {
    ObjectNode event = LocalJson.object()
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", detailType)
        .put("source", source)
        .put("account", options.home().account())
        .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("region", options.home().region());
    event.putArray("resources");
    event.set("detail", detail);
    return event;
  }

  @Override
  public void put(ObjectNode event) {
    put(DEFAULT_BUS, event);
  }

  /** Routes an event of a bus. */
  void put(String bus, ObjectNode event) {
    Machine machine = buses.get(bus);
    if (machine == null) {
      return;
    }
    try {
      for (String rule : machine.rulesForJSONEvent(LocalJson.text(event))) {
        var unused = deliverAll(rules.get(rule), event);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("The event could not be matched: " + event, e);
    }
  }

  /** PutEvents. */
  JsonNode putEvents(JsonNode request) {
    ObjectNode answer = LocalJson.object().put("FailedEntryCount", 0);
    var results = answer.putArray("Entries");
    for (JsonNode entry : request.path("Entries")) {
      ObjectNode event = event(entry.path("Source").asText(), entry.path("DetailType").asText(),
          LocalJson.parse(entry.path("Detail").asText("{}")));
      if (entry.has("Resources")) {
        event.set("resources", entry.get("Resources"));
      }
      results.addObject().put("EventId", event.get("id").asText());
      put(busName(entry.path("EventBusName").asText(DEFAULT_BUS)), event);
    }
    return answer;
  }

  private CompletableFuture<Void> deliverAll(Rule rule, JsonNode event) {
    return CompletableFuture.allOf(rule.targets().stream().map(target -> deliver(rule, target, event))
        .toArray(CompletableFuture<?>[]::new));
  }

  private CompletableFuture<Void> deliver(Rule rule, JsonNode target, JsonNode event) {
    String arn = target.get("Arn").asText();
    String input = InputTransformer.input(target, event, rule.name(), rule.arn());
    return switch (arn.split(":")[2]) {
      case "lambda" -> {
        if (!target.hasNonNull("RoleArn") && !mayInvoke(rule, arn)) {
          options.listener().denied(new Denial(rule.name(), "lambda:InvokeFunction", arn, "iam"));
          undelivered(target, event);
          yield CompletableFuture.completedFuture(null);
        }
        try {
          yield functions.invoke(FunctionName.of(arn), input.getBytes(StandardCharsets.UTF_8), Trace.start());
        } catch (FunctionHost.NotFound e) {
          options.listener().logged(rule.name(), e.getMessage());
          undelivered(target, event);
          yield CompletableFuture.completedFuture(null);
        }
      }
      case "sns", "sqs" -> CompletableFuture.runAsync(() -> destinations.sendAsService(EVENTS, arn, input));
      case "states" -> CompletableFuture.runAsync(() -> moto.json("states", "AWSStepFunctions.StartExecution",
          LocalJson.object().put("stateMachineArn", arn).put("name", UUID.randomUUID().toString()).put("input", input)));
      default -> throw new IllegalArgumentException("The local cloud cannot deliver events to " + arn);
    };
  }

  /** Lambda requires a resource policy that allows EventBridge for this rule. */
  private boolean mayInvoke(Rule rule, String functionArn) {
    return stack.ofType("AWS::Lambda::Permission").stream().map(Stack.Resource::properties).anyMatch(permission ->
        FunctionName.of(permission.get("FunctionName").asText()).equals(FunctionName.of(functionArn))
            && permission.path("Principal").asText().equals(EVENTS)
            && (!permission.hasNonNull("SourceArn") || Policy.like(permission.get("SourceArn").asText(), rule.arn(), false)));
  }

  private void undelivered(JsonNode target, JsonNode event) {
    JsonNode queue = target.path("DeadLetterConfig").path("Arn");
    if (queue.isTextual()) {
      destinations.sendAsService(EVENTS, queue.asText(), LocalJson.text(event));
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
