package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The single address of the local cloud. It checks the permissions of each call, answers some services itself and forwards the remaining
 * calls to moto.
 */
final class Gateway implements AutoCloseable {
  private final HttpServer server;
  private final CloudOptions options;
  private volatile Services services;

  /**
   * The parts behind the gateway.
   *
   * @param guard decides what is allowed
   * @param moto answers all other calls
   * @param simulator tells what roles may do
   * @param functions runs functions
   * @param async runs functions for events
   * @param events routes events
   * @param executions receives executions that start and end
   * @param undeploy ends the functions, rules and schedules of a deleted stack
   */
  record Services(LocalGuard guard, Moto moto, PolicySimulator simulator, FunctionHost functions, AsyncInvoker async, EventRouter events, LocalExecutions executions, Runnable undeploy) {}

  Gateway(CloudOptions options) throws IOException {
    this.options = options;
    this.server = HttpServers.start(this::handle);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void open(Services behind) {
    services = behind;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AwsCall call = AwsCall.of(exchange.getRequestMethod(), exchange.getRequestURI(), Moto.lowerCase(exchange.getRequestHeaders()),
          exchange.getRequestBody().readAllBytes());
      if (call.uri().getPath().startsWith("/tideway/")) {
        internal(exchange, call);
      } else if (call.isMalformed()) {
        Answers.json(exchange, 400, LocalJson.object().put("__type", "SerializationException").put("message", "The body is not a JSON object."));
      } else {
        answer(exchange, call);
      }
    }
  }

  private void answer(HttpExchange exchange, AwsCall call) throws IOException {
    try {
      switch (services.guard().check(call)) {
        case LocalGuard.Verdict.Allowed() -> dispatch(exchange, call);
        // A call without a route gets no answer, not even a denial.
        case LocalGuard.Verdict.Unreachable() -> { }
        case LocalGuard.Verdict.Denied(String message) -> Answers.denied(exchange, call, message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      options.listener().logged("gateway", exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + e);
      Answers.json(exchange, 500, LocalJson.object().put("__type", "InternalFailure").put("message", String.valueOf(e)));
    }
  }

  /** The engine's calls to the gateway. */
  private void internal(HttpExchange exchange, AwsCall call) throws IOException {
    JsonNode request = call.json();
    switch (call.uri().getPath()) {
      case "/tideway/authorize" -> {
        String denial = services.guard().denialOfRole(Roles.nameOf(request.get("role").asText()),
            new Access(request.get("action").asText(), request.get("resource").asText())).orElse(null);
        Answers.json(exchange, 200, LocalJson.object().put("denial", denial));
      }
      case "/tideway/execution" -> {
        services.executions().changed(request);
        Answers.json(exchange, 200, LocalJson.object());
      }
      default -> Answers.json(exchange, 404, LocalJson.object());
    }
  }

  private void dispatch(HttpExchange exchange, AwsCall call) throws IOException, InterruptedException {
    Optional<FunctionName> function = FunctionName.ofInvocation(call);
    Optional<JsonService> own = call.targetPrefix().map(options.services()::get);
    if (function.isPresent()) {
      invoke(exchange, call, function.get());
    } else if (own.isPresent()) {
      answer(exchange, own.get(), call);
    } else if (call.service().equals("iam") && call.operation().equals("SimulatePrincipalPolicy")) {
      simulate(exchange, call);
    } else if (call.service().equals("events") && call.operation().equals("PutEvents")) {
      Answers.json(exchange, 200, services.events().putEvents(call.json()));
    } else {
      forward(exchange, call);
    }
  }

  private static void answer(HttpExchange exchange, JsonService service, AwsCall call) throws IOException {
    try {
      Answers.json(exchange, 200, service.call(call.operation(), call.json()));
    } catch (AwsError e) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
      Answers.json(exchange, e.status(), LocalJson.object().put("__type", e.code()).put("message", e.getMessage()));
    }
  }

  private void simulate(HttpExchange exchange, AwsCall call) throws IOException {
    try {
      Answers.xml(exchange, 200, services.simulator().simulate(call.form()));
    } catch (AwsError e) {
      Answers.queryError(exchange, e.status(), e.code(), e.getMessage());
    }
  }

  private void invoke(HttpExchange exchange, AwsCall call, FunctionName function) throws IOException, InterruptedException {
    try {
      invokeKnown(exchange, call, function);
    } catch (FunctionHost.NotFound e) {
      Answers.lambdaError(exchange, 404, "ResourceNotFoundException", e.getMessage());
    }
  }

  private void invokeKnown(HttpExchange exchange, AwsCall call, FunctionName function)
      throws IOException, InterruptedException, FunctionHost.NotFound {
    services.functions().called(function);
    if (!isJson(call.body())) {
      Answers.lambdaError(exchange, 400, "InvalidRequestContentException", "Could not parse request body into json.");
      return;
    }
    String requestId = UUID.randomUUID().toString();
    var headers = exchange.getResponseHeaders();
    headers.set("x-amzn-RequestId", requestId);
    byte[] event = call.body().length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : call.body();
    Trace trace = Trace.of(call.header(Trace.HEADER.toLowerCase(Locale.ROOT)));
    switch (call.header("x-amz-invocation-type").orElse("RequestResponse")) {
      case "DryRun" -> exchange.sendResponseHeaders(204, -1);
      case "Event" -> {
        var unused = services.async().invoke(function, event, trace);
        exchange.sendResponseHeaders(202, -1);
      }
      default -> {
        try {
          InvocationResult result = services.functions().invoke(function, event, trace, requestId);
          if (call.header("x-amz-log-type").orElse("").equals("Tail")) {
            headers.set("X-Amz-Log-Result", Base64.getEncoder().encodeToString(result.log().getBytes(StandardCharsets.UTF_8)));
          }
          headers.set("X-Amz-Executed-Version", FunctionHost.LATEST);
          result.errorType().ifPresent(type -> headers.set("X-Amz-Function-Error", "Unhandled"));
          Answers.bytes(exchange, 200, "application/json", result.payload());
        } catch (FunctionHost.Throttled e) {
          Answers.lambdaError(exchange, 429, "TooManyRequestsException", e.getMessage());
        } catch (FunctionHost.Looping e) {
          Answers.lambdaError(exchange, 400, "RecursiveInvocationException", e.getMessage());
        }
      }
    }
  }

  private static boolean isJson(byte[] payload) {
    try {
      return LocalJson.parse(payload) != null;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void forward(HttpExchange exchange, AwsCall call) throws IOException {
    HttpResponse<InputStream> answer = services.moto().forward(call);
    if (answer.statusCode() == 200 && call.service().equals("cloudformation") && call.operation().equals("DeleteStack")) {
      // before the client receives the answer
      services.undeploy().run();
    }
    answer.headers().map().forEach((name, values) -> {
      if (Moto.forwarded(name)) {
        values.forEach(value -> exchange.getResponseHeaders().add(name, value));
      }
    });
    boolean published = call.service().equals("sns") && call.operation().equals("Publish") && answer.statusCode() == 200;
    try (InputStream body = answer.body()) {
      boolean empty = call.method().equals("HEAD") || answer.statusCode() == 204 || answer.statusCode() == 304;
      if (call.method().equals("HEAD")) {
        answer.headers().firstValue("content-length").ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      }
      long length = answer.headers().firstValueAsLong("content-length").orElse(0);
      exchange.sendResponseHeaders(answer.statusCode(), empty || (length == 0 && !chunked(answer)) ? -1 : length);
      if (!empty) {
        body.transferTo(exchange.getResponseBody());
      }
    }
    if (published) {
      reportPublished(call.form());
    }
    if (answer.statusCode() == 200 && call.service().equals("scheduler") && !call.method().equals("GET")) {
      services.events().scheduled(call);
    }
  }

  private static boolean chunked(HttpResponse<?> answer) {
    return answer.headers().firstValue("content-length").isEmpty();
  }

  private void reportPublished(Map<String, String> form) {
    Map<String, String> attributes = new HashMap<>();
    form.forEach((field, name) -> {
      if (field.startsWith("MessageAttributes.entry.") && field.endsWith(".Name")) {
        String entry = field.substring(0, field.length() - ".Name".length());
        attributes.put(name, form.getOrDefault(entry + ".Value.StringValue", ""));
      }
    });
    options.listener().published(form.getOrDefault("TopicArn", ""), form.getOrDefault("Subject", ""), form.getOrDefault("Message", ""),
        attributes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
