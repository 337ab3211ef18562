package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Sends EventBridge events about executions that start and end.
 *
 * <p>Source: Step Functions developer guide, "Automating Step Functions event delivery with EventBridge".
 */
final class LocalExecutions {
  private final EventRouter events;

  LocalExecutions(EventRouter events) {
    this.events = events;
  }

  void changed(JsonNode execution) {
    ObjectNode event = events.event("aws.states", "Step Functions Execution Status Change", execution);
    event.putArray("resources").add(execution.get("executionArn").asText());
    events.put(event);
  }
}
