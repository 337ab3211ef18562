package dev.tideway.local.cloud;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an invocation gave.
 *
 * @param payload the function's answer, or the error as JSON
 * @param errorType the error's type if it failed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record InvocationResult(byte[] payload, Optional<String> errorType) {
  static InvocationResult success(byte[] payload) {
    return new InvocationResult(payload, Optional.empty());
  }

  static InvocationResult failure(String errorType, String message) {
    byte[] payload = Json.bytes(Json.object().put("errorType", errorType).put("errorMessage", message));
    return new InvocationResult(payload, Optional.of(errorType));
  }

  /** An error as the runtime reported it. */
  static InvocationResult error(byte[] payload) {
    String type = Json.parse(payload).path("errorType").asText("Unknown");
    return new InvocationResult(payload, Optional.of(type));
  }

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
