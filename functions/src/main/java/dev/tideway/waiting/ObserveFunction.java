package dev.tideway.waiting;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.Announcements;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.JsonFunction;
import dev.tideway.aws.Platform;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Looks at all open waits, on every DMS event and once a minute, since events are best effort. What the event says is not read:
 * lost, repeated, late and reordered events change nothing but the delay.
 */
public final class ObserveFunction extends JsonFunction<JsonNode, ObserveFunction.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(ObserveFunction.class);

  private static final Set<String> SCHEDULES = Set.of("aws.events", "aws.scheduler");

  private final WaitStore store;
  private final Answers answers;
  private final Clients.Worlds worlds;
  private final DeadExecutions deadExecutions;

  /** Wires the function from its environment. */
  public ObserveFunction() {
    this(
        Clients.waits(),
        Clients.tokens(),
        Clients.worlds(Platform.clock()),
        Platform.announcements(),
        new DeadExecutions(Platform.locks(), Platform.executions(), Platform.announcements(), Clients.waits(), Platform.clock()));
  }

  ObserveFunction(WaitStore store, Tokens tokens, Clients.Worlds worlds, Announcements announcements, DeadExecutions deadExecutions) {
    super(JsonNode.class);
    this.store = store;
    this.answers = new Answers(store, tokens, announcements);
    this.worlds = worlds;
    this.deadExecutions = deadExecutions;
  }

  /**
   * What was looked at.
   *
   * @param waits open waits
   */
  public record Output(int waits) {}

  @Override
  protected Output handle(JsonNode event, Deadline deadline) {
    List<Wait> waits = store.all();
    if (!waits.isEmpty()) {
      World world = worlds.look(waits);
      waits.forEach(wait -> settle(wait, world));
    }
    if (SCHEDULES.contains(event.path("source").asText())) {
      deadExecutions.bury();
    }
    return new Output(waits.size());
  }

  /** One migration's trouble must not keep the others waiting. */
  private void settle(Wait wait, World world) {
    try {
      LOG.info("{} {}: {}", wait.run().migration(), wait.state(), answers.settle(wait, world));
    } catch (SdkException | IllegalArgumentException e) {
      LOG.warn("{} {}: not evaluated this time: {}", wait.run().migration(), wait.state(), e.getMessage());
    }
  }
}
