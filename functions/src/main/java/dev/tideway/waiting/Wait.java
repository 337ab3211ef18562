package dev.tideway.waiting;

import dev.tideway.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A parked callback token.
 *
 * @param run the run that waits
 * @param state the state's name; a run waits at most once in each
 * @param token what SendTask… needs
 * @param condition what it waits for
 * @param guards what must stay true
 * @param since when the waiting began; registering again after a missed heartbeat does not change it
 * @param deadline when it is too late
 * @param samples datapoints counted so far
 * @param asked the last question to a probe, where one judges the condition
 * @param version counts the updates
 */
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
    long version) {

  /**
   * Datapoints in a row under the limit.
   *
   * @param last time of the newest datapoint that was counted
   * @param good how many were under the limit since the last one that was not
   */
  public record Samples(Instant last, int good) {}

  /**
   * A question to a probe: one at a time for each wait.
   *
   * @param lease names the question; an answer to another one is late, or came twice
   * @param at when it was asked
   * @param open whether the answer is still to come
   * @param answer what the last answer said, or empty
   */
  public record Asked(String lease, Instant at, boolean open, String answer) {}

  /** The row's key: execution and state. */
  public String id() {
    return id(run, state);
  }

  public static String id(Run run, String state) {
    return run.execution() + "#" + state;
  }

  Wait with(Samples counted) {
    return new Wait(run, state, token, condition, guards, since, deadline, counted, asked, version);
  }

  Wait with(Asked question) {
    return new Wait(run, state, token, condition, guards, since, deadline, samples, Optional.of(question), version);
  }

  Wait withVersion(long stored) {
    return new Wait(run, state, token, condition, guards, since, deadline, samples, asked, stored);
  }

  /** Whether no answer of the probe is to come, or the one that is has been lost. */
  boolean mayAsk(Probe probe, Instant now) {
    return asked.filter(a -> a.open() && now.isBefore(a.at().plus(probe.lease()))).isEmpty();
  }

  /** What the last answer of a probe said. */
  public String answer() {
    return asked.map(Asked::answer).filter(a -> !a.isEmpty()).orElse("the database has not answered yet");
  }

  /** The same wait under another token: a state that missed its heartbeat registers again and goes on counting where it was. */
  public Wait continuing(Wait earlier) {
    return new Wait(run, state, token, condition, guards, earlier.since, deadline, earlier.samples, earlier.asked, earlier.version + 1);
  }
}
