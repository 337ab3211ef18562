package dev.tideway.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Lambda function: some actions, one of which each payload names as {@code action}; a function of one action needs no name. A handler is made when its action is first asked for, so
 * that a cold start pays only for what it does.
 */
public abstract class ActionsFunction implements RequestStreamHandler {
  /** The payload that every function answers without doing anything: by then its process has started and its clients are made. */
  static final String WARM_UP = "{\"warm\":true}";

  private final List<Action> actions = Action.of(getClass());
  private final Map<Action, Handler<?, ?>> handlers = new EnumMap<>(Action.class);

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    handle(in.readAllBytes(), out, () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
  }

  private void handle(byte[] payload, OutputStream out, Supplier<Duration> left) throws IOException {
    if (WARM_UP.equals(new String(payload, StandardCharsets.UTF_8))) {
      actions.forEach(this::handler);
      out.write(Json.write(Json.object()).getBytes(StandardCharsets.UTF_8));
      return;
    }
    Action action = actions.size() == 1 ? actions.getFirst() : named(payload);
    try (TimeLimit limit = TimeLimit.of(action, left.get())) {
      handler(action).handle(payload, out, limit.within(left));
    }
  }

  private Handler<?, ?> handler(Action action) {
    return handlers.computeIfAbsent(action, Action::wire);
  }

  private Action named(byte[] payload) {
    String name = Optional.ofNullable(Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class).get("action")).map(JsonNode::asText).orElse("");
    return actions.stream()
        .filter(action -> action.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MigrationFailed(
                    ErrorCode.DEFECT, getClass().getSimpleName() + " was asked for the action \"" + name + "\"; it has " + actions));
  }
}
