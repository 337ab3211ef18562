package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asynchronous invocations: retried twice unless the function says otherwise, then sent to its failure destination or dead-letter
 * queue.
 *
 * <p>Source: AWS Lambda developer guide, "Asynchronous invocation".
 */
final class AsyncInvoker implements AutoCloseable {
  private static final int DEFAULT_RETRIES = 2;

  private final CloudOptions options;
  private final FunctionHost functions;
  private final Destinations destinations;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Stack stack = Stack.empty();

  AsyncInvoker(CloudOptions options, FunctionHost functions, Destinations destinations) {
    this.options = options;
    this.functions = functions;
    this.destinations = destinations;
  }

  void deploy(Stack deployed) {
    stack = deployed;
  }

  /** Queues an event for a function; the future completes when it has been dealt with, one way or the other. */
  CompletableFuture<Void> invoke(FunctionName function, byte[] event) {
    return CompletableFuture.runAsync(() -> {
      try {
        run(function, event);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, threads);
  }

  private void run(FunctionName function, byte[] event) throws InterruptedException {
    JsonNode config = config(function);
    int attempts = 1 + config.path("MaximumRetryAttempts").asInt(DEFAULT_RETRIES);
    InvocationResult result = invokeWhenFree(function, event);
    for (int attempt = 1; attempt < attempts && result.errorType().isPresent(); attempt++) {
      Thread.sleep(options.minute().multipliedBy(attempt));
      result = invokeWhenFree(function, event);
    }
    if (result.errorType().isPresent()) {
      failedForGood(function, event, result, attempts, config);
    }
  }

  private InvocationResult invokeWhenFree(FunctionName function, byte[] event) throws InterruptedException {
    while (true) {
      try {
        return functions.invoke(function, event);
      } catch (FunctionHost.Throttled e) {
        Thread.sleep(100);
      }
    }
  }

  private JsonNode config(FunctionName function) {
    return stack.ofType("AWS::Lambda::EventInvokeConfig").stream()
        .map(Stack.Resource::properties)
        .filter(properties -> FunctionName.of(properties.get("FunctionName").asText()).name().equals(function.name()))
        // The settings of an alias or version are not those of the unqualified function.
        .filter(properties -> properties.path("Qualifier").asText("$LATEST").equals(function.qualifier().orElse("$LATEST")))
        .findFirst().orElse(Json.object());
  }

  private void failedForGood(FunctionName function, byte[] event, InvocationResult result, int attempts, JsonNode config) {
    FunctionSpec spec = functions.find(function.name()).orElseThrow();
    Optional.ofNullable(config.path("DestinationConfig").path("OnFailure").get("Destination"))
        .ifPresent(destination -> destinations.sendAsRole(spec.role(), destination.asText(),
            Json.text(failureRecord(function, event, result, attempts))));
    spec.deadLetterQueue().ifPresent(queue ->
        destinations.sendAsRole(spec.role(), queue, new String(event, StandardCharsets.UTF_8)));
  }

  private ObjectNode failureRecord(FunctionName function, byte[] event, InvocationResult result, int attempts) {
    ObjectNode failure = Json.object().put("version", "1.0").put("timestamp", Instant.now().toString());
    failure.putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", function.arn(options.region(), options.account()))
        .put("condition", "RetriesExhausted")
        .put("approximateInvokeCount", attempts);
    failure.set("requestPayload", Json.parse(event));
    failure.putObject("responseContext").put("statusCode", 200).put("executedVersion", function.qualifier().orElse("$LATEST"))
        .put("functionError", "Unhandled");
    failure.set("responsePayload", Json.parse(result.payload()));
    return failure;
  }

  @Override
  public void close() {
    List<Runnable> dropped = threads.shutdownNow();
    assert dropped.isEmpty() : "one thread per task leaves none waiting";
  }
}
