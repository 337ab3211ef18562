package dev.tideway.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.error.Defect;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.TidewayException;
import dev.tideway.error.Unfinished;
import dev.tideway.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * A Lambda function with one or more actions. Each payload names its action as {@code action}; a function with one action needs no name. A handler is created at the first call of
 * its action, so that a cold start creates only what it uses.
 *
 * <p>This class adds the migration, execution, phase and state to the log lines of a call, and logs and counts failures by code. Handlers do not have to do this.
 */
public abstract class ActionsFunction implements RequestStreamHandler {
  /** Every function returns at once for this payload. By then its process has started and its clients are created. */
  static final String WARM_UP = "{\"warm\":true}";

  private static final Logger LOG = LoggerFactory.getLogger(ActionsFunction.class);

  private final List<Action> actions = Action.of(getClass());
  private final Map<Action, Handler<?, ?>> handlers = new EnumMap<>(Action.class);

  @Override
  public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    byte[] payload = in.readAllBytes();
    PowertoolsLogging.initializeLogging(context);
    JsonNode read = read(payload);
    PayloadContext.of(read).enter();
    try {
      handle(payload, read, out, () -> Duration.ofMillis(context.getRemainingTimeInMillis()));
    } catch (Unfinished e) {
      LOG.info("continues with the next call: {}", e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      PowertoolsLogging.clearState(true);
    }
  }

  private static void failed(RuntimeException e) {
    // the message of other exceptions may contain the value of a row
    boolean ours = e instanceof TidewayException;
    MDC.put("code", ours ? ((TidewayException) e).code().code() : e.getClass().getSimpleName());
    LOG.warn("failed: {}", ours ? e.getMessage() : Defect.of(e));
    FunctionMetrics.failure();
  }

  /** Ignores mistakes in the payload: the handler that reads it reports them. */
  static JsonNode read(byte[] payload) {
    try {
      return Json.read(new ByteArrayInputStream(payload), JsonNode.class);
    } catch (UncheckedIOException e) {
      return Json.object();
    }
  }

  private void handle(byte[] payload, JsonNode read, OutputStream out, Supplier<Duration> left) throws IOException {
    if (WARM_UP.equals(new String(payload, StandardCharsets.UTF_8))) {
      actions.forEach(this::handler);
      out.write(Json.write(Json.object()).getBytes(StandardCharsets.UTF_8));
      return;
    }
    Action action = named(read);
    MDC.put("action", action.name());
    try (TimeLimit limit = TimeLimit.of(action, left.get())) {
      handler(action).handle(payload, out, limit.within(left));
    }
  }

  private Handler<?, ?> handler(Action action) {
    return handlers.computeIfAbsent(action, Action::wire);
  }

  private Action named(JsonNode payload) {
    if (!payload.has("action") && actions.size() == 1) {
      return actions.getFirst();
    }
    String name = payload.path("action").asText();
    return actions.stream()
        .filter(action -> action.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MigrationFailed(
                    ErrorCode.DEFECT, getClass().getSimpleName() + " was asked for the action \"" + name + "\"; it has " + actions));
  }
}
