package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The resource that IAM evaluates an action on. If the service authorization reference names no resource for an action, IAM evaluates it on
 * {@code *}: a policy that allows the action only on an ARN allows nothing.
 *
 * <p>Source: {@code actions.json}, which {@code actions.py} in the same folder writes.
 */
final class ActionReference {
  private final Set<String> withoutResource = new HashSet<>();

  private ActionReference(JsonNode actions) {
    actions.properties().stream().filter(action -> action.getValue().isEmpty()).forEach(action -> withoutResource.add(action.getKey()));
  }

  /** Reads it from the engine's folder. */
  static ActionReference of(Path engine) {
    try {
      return new ActionReference(LocalJson.parse(Files.readString(engine.resolve("actions.json"))).get("actions"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether IAM has no resource for the action, for example because the action creates the resource. */
  boolean withoutResource(String action) {
    return withoutResource.contains(action);
  }

  /** The same access, as IAM evaluates it. */
  Access evaluated(Access access) {
    return withoutResource(access.action()) ? new Access(access.action(), "*", access.context()) : access;
  }
}
