package dev.tideway.lambda;

import dev.tideway.aws.Announcements;
import dev.tideway.dms.DmsClients;
import dev.tideway.run.Deadline;
import dev.tideway.run.Locks;
import dev.tideway.run.OfRun;
import dev.tideway.run.Platform;
import dev.tideway.run.Run;
import dev.tideway.waiting.Condition;
import dev.tideway.waiting.Guard;
import dev.tideway.waiting.Probes;
import dev.tideway.waiting.Tokens;
import dev.tideway.waiting.Wait;
import dev.tideway.waiting.WaitAnswers;
import dev.tideway.waiting.WaitStore;
import dev.tideway.waiting.WaitingClients;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Stores a callback token with its condition, then evaluates the condition at once. It stores first, so that an event between the two steps finds the wait. It evaluates at once,
 * because an earlier event may already have fulfilled the condition.
 */
public final class AwaitHandler extends RunHandler<AwaitHandler.Input, AwaitHandler.Output> {
  private static final Logger LOG = LoggerFactory.getLogger(AwaitHandler.class);

  private final WaitStore store;
  private final WaitAnswers answers;
  private final WaitingClients.Snapshots snapshots;
  private final Clock clock;

  /** Creates the handler from its function's environment variables. */
  public AwaitHandler() {
    this(Platform.locks(), WaitingClients.waits(), WaitingClients.tokens(), WaitingClients.probes(), WaitingClients.snapshots(DmsClients.client(), DmsClients.cloudWatch(), Platform.clock()), Platform.clock());
  }

  public AwaitHandler(Locks locks, WaitStore store, Tokens tokens, Probes probes, WaitingClients.Snapshots snapshots, Clock clock) {
    super(Input.class, locks);
    this.store = store;
    this.answers = new WaitAnswers(store, tokens, probes, AwaitHandler::publishNothing);
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * What the state machine passes.
   *
   * @param run the run that waits
   * @param state the state's name
   * @param token the state's callback token
   * @param condition what to wait for
   * @param guards what must stay true
   * @param timeoutSeconds longest waiting time in seconds
   */
  public record Input(Run run, String state, String token, Condition condition, List<Guard> guards, long timeoutSeconds) implements OfRun {}

  /**
   * For the log only: the state waits for the token, not for this result.
   *
   * @param explanation what the first evaluation found
   */
  public record Output(String explanation) {}

  @Override
  Output work(Input input, Deadline deadline) {
    Run run = input.run();
    Instant now = clock.instant();
    Wait fresh =
        new Wait(
            run,
            input.state(),
            input.token(),
            input.condition(),
            input.guards(),
            now,
            now.plusSeconds(input.timeoutSeconds()),
            new Wait.Samples(now, 0),
            Optional.empty(),
            0);
    Wait wait = store.find(fresh.id()).filter(w -> w.condition().equals(fresh.condition())).map(fresh::continuing).orElse(fresh);
    store.put(wait);
    try {
      return new Output(answers.settle(wait, snapshots.take(List.of(wait))));
    } catch (SdkException e) {
      // the wait is stored: the next evaluation of all waits includes it
      LOG.warn("{}: not evaluated yet: {}", wait.state(), e.getMessage());
      return new Output("stored; the next run of observe evaluates it");
    }
  }

  /** Publishes nothing: only a probe's answer contains progress, and no probe has been called yet. */
  private static void publishNothing(Announcements.Progress progress) {
    throw new IllegalStateException("progress before the first answer: " + progress);
  }
}
