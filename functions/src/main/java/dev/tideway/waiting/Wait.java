package dev.tideway.waiting;

import dev.tideway.run.Run;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored callback token and its condition.
 *
 * @param run the run that waits
 * @param state the state's name; a run waits at most once in each
 * @param token the task token for the SendTask… calls
 * @param condition what it waits for
 * @param guards what must stay true
 * @param since when the wait began; registering again after a missed heartbeat does not change it
 * @param deadline the time at which the wait fails
 * @param samples datapoints counted so far
 * @param asked the last question to a probe, if a probe evaluates the condition
 * @param version number of updates
 */
@RecordBuilder
public record Wait(
    Run run,
    String state,
    String token,
    Condition condition,
    List<Guard> guards,
    Instant since,
    Instant deadline,
    Samples samples,
    Optional<Asked> asked,
    long version)
    implements WaitBuilder.With {

  /**
   * Consecutive datapoints under the limit.
   *
   * @param last time of the newest datapoint that was counted
   * @param good number of datapoints under the limit since the last one above it
   */
  public record Samples(Instant last, int good) {}

  /**
   * A question to a probe. Each wait has one at a time.
   *
   * @param lease unique id of the question; an answer with a different id is late or was delivered twice
   * @param at when it was asked
   * @param open whether the answer has not arrived yet
   * @param answer text of the last answer, or empty
   */
  public record Asked(String lease, Instant at, boolean open, String answer) {}

  /** The item's key: execution and state. */
  public String id() {
    return id(run, state);
  }

  public static String id(Run run, String state) {
    return run.execution() + "#" + state;
  }

  /** Whether the probe may be invoked: no answer is pending, or the pending one counts as lost. */
  boolean mayAsk(Probe probe, Instant now) {
    return asked.filter(a -> a.open() && now.isBefore(a.at().plus(probe.lease()))).isEmpty();
  }

  /** The text of the probe's last answer. */
  public String answer() {
    return asked.map(Asked::answer).filter(a -> !a.isEmpty()).orElse("the database has not answered yet");
  }

  /** The same wait with a new token. A state that missed its heartbeat registers again, and the counts continue from their last values. */
  public Wait continuing(Wait earlier) {
    return with().since(earlier.since).samples(earlier.samples).asked(earlier.asked).version(earlier.version + 1).build();
  }
}
