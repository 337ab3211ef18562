package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Asynchronous invocations. A failed invocation is retried twice unless the function configures another number. The result is then sent to
 * the function's destination for success or failure, and an event that failed for good is sent to its dead-letter queue.
 *
 * <p>Source: AWS Lambda developer guide, "Asynchronous invocation" and "Capturing records of Lambda asynchronous invocations".
 */
final class AsyncInvoker implements AutoCloseable {
  private static final int DEFAULT_RETRIES = 2;
  private static final int DEFAULT_AGE_SECONDS = 6 * 60 * 60;

  private final CloudOptions options;
  private final FunctionHost functions;
  private final Destinations destinations;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Stack stack = Stack.empty();

  /** An event that is not passed to the function. */
  private static final class Dropped extends Exception {
    private final String condition;

    private Dropped(String condition) {
      super(condition);
      this.condition = condition;
    }
  }

  AsyncInvoker(CloudOptions options, FunctionHost functions, Destinations destinations) {
    this.options = options;
    this.functions = functions;
    this.destinations = destinations;
  }

  void deploy(Stack deployed) {
    stack = deployed;
  }

  /**
   * Queues an event for a function; the future completes when the event has been processed, with success or failure.
   *
   * @throws FunctionHost.NotFound if the function does not exist: then nothing is queued
   */
  CompletableFuture<Void> invoke(FunctionName function, byte[] event, Trace trace) throws FunctionHost.NotFound {
    FunctionSpec spec = functions.called(function);
    return CompletableFuture.runAsync(() -> {
      try {
        run(spec, function, event, trace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, threads);
  }

  private void run(FunctionSpec spec, FunctionName function, byte[] event, Trace trace) throws InterruptedException {
    JsonNode config = config(function);
    int attempts = 1 + config.path("MaximumRetryAttempts").asInt(DEFAULT_RETRIES);
    Duration age = options.minute().multipliedBy(config.path("MaximumEventAgeInSeconds").asInt(DEFAULT_AGE_SECONDS)).dividedBy(60);
    Instant tooOld = Instant.now().plus(age);
    try {
      int attempt = 1;
      InvocationResult result = invokeWhenFree(function, event, trace, tooOld);
      for (; attempt < attempts && result.errorType().isPresent(); attempt++) {
        Thread.sleep(options.minute().multipliedBy(attempt));
        result = invokeWhenFree(function, event, trace, tooOld);
      }
      boolean success = result.errorType().isEmpty();
      ObjectNode record = record(function, event, success ? "Success" : "RetriesExhausted", attempt);
      ObjectNode response = record.putObject("responseContext").put("statusCode", 200)
          .put("executedVersion", FunctionHost.LATEST);
      if (!success) {
        response.put("functionError", "Unhandled");
      }
      record.set("responsePayload", LocalJson.parse(result.payload()));
      sendToDestinations(spec, event, record, success, config, trace);
    } catch (Dropped e) {
      sendToDestinations(spec, event, record(function, event, e.condition, 0), false, config, trace);
    } catch (FunctionHost.NotFound e) {
      options.listener().logged(spec.name(), "deleted with an event before it: " + e.getMessage());
    }
  }

  private InvocationResult invokeWhenFree(FunctionName function, byte[] event, Trace trace, Instant tooOld)
      throws InterruptedException, FunctionHost.NotFound, Dropped {
    while (Instant.now().isBefore(tooOld)) {
      try {
        return functions.invoke(function, event, trace);
      } catch (FunctionHost.Throttled e) {
        Thread.sleep(100);
      } catch (FunctionHost.Looping e) {
        // the guide states that the event is sent there, but not under which condition
        throw new Dropped("RecursiveInvocation");
      }
    }
    throw new Dropped("EventAgeExceeded");
  }

  private JsonNode config(FunctionName function) {
    return stack.ofType("AWS::Lambda::EventInvokeConfig").stream()
        .map(Stack.Resource::properties)
        .filter(properties -> FunctionName.of(properties.get("FunctionName").asText()).name().equals(function.name()))
        // The settings of an alias or version do not apply to the unqualified function.
        .filter(properties -> properties.path("Qualifier").asText(FunctionHost.LATEST).equals(FunctionHost.LATEST))
        .findFirst().orElse(LocalJson.object());
  }

  /** The record stays in the chain of requests of the invocation. */
  private void sendToDestinations(FunctionSpec spec, byte[] event, ObjectNode record, boolean success, JsonNode config, Trace trace) {
    String message = LocalJson.text(record);
    Consumer<FunctionName> invoke = to -> {
      try {
        var unused = invoke(to, message.getBytes(StandardCharsets.UTF_8), trace.through(spec.name()));
      } catch (FunctionHost.NotFound e) {
        options.listener().logged(spec.name(), "the destination was not invoked: " + e.getMessage());
      }
    };
    Optional.ofNullable(config.path("DestinationConfig").path(success ? "OnSuccess" : "OnFailure").get("Destination"))
        .ifPresent(destination -> destinations.sendAsRole(spec.role(), destination.asText(), message, invoke));
    if (!success) {
      spec.deadLetterQueue()
          .ifPresent(queue -> destinations.sendAsRole(spec.role(), queue, new String(event, StandardCharsets.UTF_8), invoke));
    }
  }

  private ObjectNode record(FunctionName function, byte[] event, String condition, int attempts) {
    ObjectNode record = LocalJson.object().put("version", "1.0").put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    record.putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", function.arn(options.home().region(), options.home().account()) + (function.qualifier().isPresent() ? "" : ":" + FunctionHost.LATEST))
        .put("condition", condition)
        .put("approximateInvokeCount", attempts);
    record.set("requestPayload", LocalJson.parse(event));
    return record;
  }

  @Override
  public void close() {
    List<Runnable> dropped = threads.shutdownNow();
    assert dropped.isEmpty() : "one thread per task leaves none waiting";
  }
}
