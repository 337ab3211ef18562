package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes a complete EventBridge event ({@code version} to {@code detail}) and routes it by the rules of the stack. */
@FunctionalInterface
public interface EventBus {
  /** Routes one event; returns at once, targets run later. */
  void put(ObjectNode event);
}
