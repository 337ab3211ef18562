package dev.tideway.local.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda runtime API for every function process, on one port: each process has its own path prefix.
 *
 * <p>Source: AWS Lambda developer guide, "Using the Lambda runtime API for custom runtimes".
 */
final class RuntimeApi implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/([^/]+)/2018-06-01/runtime/(?:invocation/(?:(next)|([^/]+)/(response|error))|(init)/error)");

  private final HttpServer server;
  private final Map<String, FunctionProcess> processes = new ConcurrentHashMap<>();

  RuntimeApi() throws IOException {
    server = HttpServers.start(this::handle);
  }

  String addressFor(String processId) {
    return "127.0.0.1:" + server.getAddress().getPort() + "/" + processId;
  }

  void register(String processId, FunctionProcess process) {
    processes.put(processId, process);
  }

  void forget(String processId) {
    processes.remove(processId);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      Optional<FunctionProcess> process = path.matches() ? Optional.ofNullable(processes.get(path.group(1))) : Optional.empty();
      if (process.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.group(2) != null) {
        next(exchange, process.get());
      } else {
        if (path.group(5) != null) {
          process.get().failedToStart(body);
        } else if (path.group(4).equals("response")) {
          process.get().answer(path.group(3), InvocationResult.success(body));
        } else {
          process.get().answer(path.group(3), InvocationResult.error(body));
        }
        exchange.sendResponseHeaders(202, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void next(HttpExchange exchange, FunctionProcess process) throws IOException, InterruptedException {
    Optional<FunctionProcess.Work> work = process.next();
    if (work.isEmpty()) {
      exchange.sendResponseHeaders(410, -1);
      return;
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", work.get().requestId());
    headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(work.get().deadlineMillis()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", work.get().functionArn());
    headers.set("Lambda-Runtime-Trace-Id", work.get().trace().header());
    exchange.sendResponseHeaders(200, work.get().payload().length == 0 ? -1 : work.get().payload().length);
    if (work.get().payload().length > 0) {
      exchange.getResponseBody().write(work.get().payload());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
