package dev.tideway.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls a function as Lambda does, and keeps what it prints. */
final class LogLines {
  private LogLines() {}

  /** A call's context. */
  static Context context() {
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> 60_000;
                  case "getMemoryLimitInMB" -> 512;
                  case "getAwsRequestId" -> "request-1";
                  case "getFunctionName" -> "tideway-function";
                  case "getFunctionVersion" -> "$LATEST";
                  case "getInvokedFunctionArn" -> "arn:aws:lambda:us-east-1:123456789012:function:tideway-function";
                  default -> null;
                });
  }

  /** What a call of the function prints, whether it fails or not. */
  static List<JsonNode> of(ActionsFunction function, String payload) {
    return of(
        () -> {
          try {
            function.handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream(), context());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (RuntimeException e) {
            // only the lines matter
          }
        });
  }

  /** What the work prints: only JSON. */
  static List<JsonNode> of(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().map(line -> Json.read(line, JsonNode.class)).toList();
  }
}
