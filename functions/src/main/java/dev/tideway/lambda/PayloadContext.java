package dev.tideway.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.run.LogContext;
import java.util.List;

/** Reads the log context of a call from its payload. The state machine, a person or an event may have created the payload. */
final class PayloadContext {
  private static final List<String> MIGRATION = List.of("/run/migration", "/migration", "/name", "/request/name", "/detail/migration", "/requestPayload/run/migration");
  private static final List<String> EXECUTION = List.of("/run/execution", "/execution", "/detail/execution", "/detail/executionArn", "/requestPayload/run/execution");
  private static final List<String> STATE = List.of("/state", "/requestPayload/state");

  private PayloadContext() {}

  /** The context; empty values if the payload does not contain them. */
  static LogContext of(JsonNode json) {
    String state = first(json, STATE);
    return new LogContext(first(json, MIGRATION), first(json, EXECUTION), state.isEmpty() ? first(json, List.of("/detail/phase")) : LogContext.phase(state), state);
  }

  private static String first(JsonNode json, List<String> places) {
    return places.stream().map(json::at).filter(JsonNode::isTextual).map(JsonNode::asText).findFirst().orElse("");
  }
}
