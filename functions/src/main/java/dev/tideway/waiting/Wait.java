package dev.tideway.waiting;

import dev.tideway.request.Run;
import java.time.Instant;
import java.util.List;

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
 * @param version counts the updates
 */
record Wait(
    Run run,
    String state,
    String token,
    Condition condition,
    List<Guard> guards,
    Instant since,
    Instant deadline,
    Samples samples,
    long version) {

  /**
   * Datapoints in a row under the limit.
   *
   * @param last time of the newest datapoint that was counted
   * @param good how many were under the limit since the last one that was not
   */
  record Samples(Instant last, int good) {}

  /** The row's key: execution and state. */
  String id() {
    return run.execution() + "#" + state;
  }

  Wait with(Samples counted) {
    return new Wait(run, state, token, condition, guards, since, deadline, counted, version);
  }

  /** The same wait under another token: a state that missed its heartbeat registers again and goes on counting where it was. */
  Wait continuing(Wait earlier) {
    return new Wait(run, state, token, condition, guards, earlier.since, deadline, earlier.samples, earlier.version + 1);
  }
}
