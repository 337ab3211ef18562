package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.aws.EventBus;
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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.event.ruler.Machine;

/** EventBridge by the stack's rules: patterns are matched by AWS's own matcher, schedules tick. */
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
  private final AtomicInteger deployments = new AtomicInteger();

  private record Rule(String name, String arn, List<JsonNode> targets) {}

  EventRouter(CloudOptions options, AsyncInvoker functions, Destinations destinations, Moto moto) {
    this.options = options;
    this.functions = functions;
    this.destinations = destinations;
    this.moto = moto;
  }

  void deploy(Stack deployed) {
    stack = deployed;
    deployments.incrementAndGet();
    Map<String, Machine> patterns = new HashMap<>();
    Map<String, Rule> enabled = new HashMap<>();
    for (Stack.Resource resource : deployed.ofType("AWS::Events::Rule")) {
      JsonNode properties = resource.properties();
      List<JsonNode> targets = new ArrayList<>();
      properties.path("Targets").forEach(targets::add);
      Rule rule = new Rule(resource.physicalId(),
          "arn:aws:events:" + options.region() + ":" + options.account() + ":rule/" + resource.physicalId(), targets);
      if (properties.path("State").asText("ENABLED").startsWith("ENABLED")) {
        enabled.put(rule.name(), rule);
        if (properties.hasNonNull("EventPattern")) {
          addPattern(patterns, busName(properties.path("EventBusName").asText(DEFAULT_BUS)), rule.name(), properties.get("EventPattern"));
        }
        if (properties.hasNonNull("ScheduleExpression")) {
          tick(schedule(properties), () -> deliverAll(rule, scheduledEvent(rule.arn())));
        }
      }
    }
    for (Stack.Resource resource : deployed.ofType("AWS::Scheduler::Schedule")) {
      if (resource.properties().path("State").asText("ENABLED").equals("ENABLED")) {
        Rule rule = new Rule(resource.physicalId(),
            "arn:aws:scheduler:" + options.region() + ":" + options.account() + ":schedule/default/" + resource.physicalId(),
            List.of(resource.properties().get("Target")));
        tick(schedule(resource.properties()), () -> deliverAll(rule, scheduledEvent(rule.arn())));
      }
    }
    rules = enabled;
    buses = patterns;
  }

  private static void addPattern(Map<String, Machine> buses, String bus, String rule, JsonNode pattern) {
    try {
      buses.computeIfAbsent(bus, name -> Machine.builder().build()).addRule(rule, pattern.isTextual() ? pattern.asText() : Json.text(pattern));
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

  /** Fires on schedule, one firing after the other, so that short minutes do not pile up. */
  private void tick(ScheduleExpression schedule, Supplier<CompletableFuture<Void>> delivery) {
    int deployment = deployments.get();
    Instant now = Instant.now();
    schedule.next(now).ifPresent(next -> {
      var unused = ticker.schedule(() -> fire(deployment, schedule, delivery), Duration.between(now, next).toMillis(), TimeUnit.MILLISECONDS);
    });
  }

  /** A schedule of an earlier deployment fires no more. */
  private void fire(int deployment, ScheduleExpression schedule, Supplier<CompletableFuture<Void>> delivery) {
    if (deployment != deployments.get()) {
      return;
    }
    var unused = delivery.get().whenComplete((done, failure) -> {
      if (!ticker.isShutdown() && deployment == deployments.get()) {
        tick(schedule, delivery);
      }
    });
  }

  private ObjectNode scheduledEvent(String arn) {
    ObjectNode event = event("aws.events", "Scheduled Event", Json.object());
    event.putArray("resources").add(arn);
    return event;
  }

  /** A complete event of an AWS service. */
  ObjectNode event(String source, String detailType, JsonNode detail) {
    ObjectNode event = Json.object()
        .put("version", "0")
        .put("id", UUID.randomUUID().toString())
        .put("detail-type", detailType)
        .put("source", source)
        .put("account", options.account())
        .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("region", options.region());
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
      for (String rule : machine.rulesForJSONEvent(Json.text(event))) {
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
    ObjectNode answer = Json.object().put("FailedEntryCount", 0);
    var results = answer.putArray("Entries");
    for (JsonNode entry : request.path("Entries")) {
      ObjectNode event = event(entry.path("Source").asText(), entry.path("DetailType").asText(),
          Json.parse(entry.path("Detail").asText("{}")));
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
        yield functions.invoke(FunctionName.of(arn), input.getBytes(StandardCharsets.UTF_8));
      }
      case "sns", "sqs" -> CompletableFuture.runAsync(() -> destinations.sendAsService(EVENTS, arn, input));
      case "states" -> CompletableFuture.runAsync(() -> moto.json("states", "AWSStepFunctions.StartExecution",
          Json.object().put("stateMachineArn", arn).put("input", input)));
      default -> throw new IllegalArgumentException("The local cloud cannot deliver events to " + arn);
    };
  }

  /** Lambda asks for a resource policy that lets EventBridge in, for this rule. */
  private boolean mayInvoke(Rule rule, String functionArn) {
    return stack.ofType("AWS::Lambda::Permission").stream().map(Stack.Resource::properties).anyMatch(permission ->
        FunctionName.of(permission.get("FunctionName").asText()).equals(FunctionName.of(functionArn))
            && permission.path("Principal").asText().equals(EVENTS)
            && (!permission.hasNonNull("SourceArn") || Policy.like(permission.get("SourceArn").asText(), rule.arn(), false)));
  }

  private void undelivered(JsonNode target, JsonNode event) {
    JsonNode queue = target.path("DeadLetterConfig").path("Arn");
    if (queue.isTextual()) {
      destinations.sendAsService(EVENTS, queue.asText(), Json.text(event));
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
