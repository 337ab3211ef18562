package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Answers in the format of each protocol. */
final class Answers {
  private Answers() {}

  static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
    bytes(exchange, status, "application/x-amz-json-1.1", LocalJson.bytes(body));
  }

  static void bytes(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().computeIfAbsent("x-amzn-RequestId", name -> List.of(UUID.randomUUID().toString()));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  static void lambdaError(HttpExchange exchange, int status, String code, String message) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", code);
    bytes(exchange, status, "application/json", LocalJson.bytes(LocalJson.object().put("Type", "User").put("Message", message)));
  }

  /** The answer to a call that IAM denies. */
  static void denied(HttpExchange exchange, AwsCall call, String message) throws IOException {
    if (call.service().equals("s3")) {
      xml(exchange, 403, "<Error><Code>AccessDenied</Code><Message>" + escape(message) + "</Message></Error>");
    } else if (call.service().equals("lambda")) {
      lambdaError(exchange, 403, "AccessDeniedException", message);
    } else if (!call.form().isEmpty()) {
      queryError(exchange, 403, call.service().equals("sns") ? "AuthorizationError" : "AccessDenied", message);
    } else {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", "AccessDeniedException");
      json(exchange, 400, LocalJson.object().put("__type", "AccessDeniedException").put("message", message).put("Message", message));
    }
  }

  /** An error of a service with the query protocol. */
  static void queryError(HttpExchange exchange, int status, String code, String message) throws IOException {
    xml(exchange, status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + escape(message)
        + "</Message></Error><RequestId>" + UUID.randomUUID() + "</RequestId></ErrorResponse>");
  }

  static void xml(HttpExchange exchange, int status, String body) throws IOException {
    bytes(exchange, status, "application/xml", body.getBytes(StandardCharsets.UTF_8));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
