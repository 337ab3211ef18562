package dev.tideway.local.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What IAM evaluates an action on. An action for which the service authorization reference names no resource is evaluated on everything:
 * a policy that allows it on some ARN allows nothing.
 *
 * <p>Source: {@code actions.json}, which {@code actions.py} beside it writes.
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

  /** Whether IAM knows no resource for the action: for what makes something that is not there yet, for example. */
  boolean withoutResource(String action) {
    return withoutResource.contains(action);
  }

  /** The same access, as IAM looks at it. */
  Access evaluated(Access access) {
    return withoutResource(access.action()) ? new Access(access.action(), "*", access.context()) : access;
  }
}
