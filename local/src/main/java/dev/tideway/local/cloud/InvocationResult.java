package dev.tideway.local.cloud;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The result of an invocation.
 *
 * @param payload the function's answer, or the error as JSON
 * @param errorType the error's type if it failed
 * @param log the last lines of the invocation's log
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
@RecordBuilder
record InvocationResult(byte[] payload, Optional<String> errorType, String log) implements InvocationResultBuilder.With {
  static InvocationResult success(byte[] payload) {
    return new InvocationResult(payload, Optional.empty(), "");
  }

  static InvocationResult failure(String errorType, String message) {
    byte[] payload = LocalJson.bytes(LocalJson.object().put("errorType", errorType).put("errorMessage", message));
    return new InvocationResult(payload, Optional.of(errorType), "");
  }

  /** An error as the runtime reported it. */
  static InvocationResult error(byte[] payload) {
    String type = LocalJson.parse(payload).path("errorType").asText("Unknown");
    return new InvocationResult(payload, Optional.of(type), "");
  }

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
