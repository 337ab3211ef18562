package dev.tideway.local.dms;

import java.time.Duration;

/**
 * How long the stand-in takes for what takes AWS DMS minutes. Zero is allowed everywhere: the change still happens after the call.
 *
 * @param instanceCreation creating to available
 * @param connectionTest testing to the real attempt
 * @param taskCreation creating (and modifying) to ready
 * @param taskStart starting to running
 * @param stop stopping to stopped
 * @param deletion deleting to gone
 * @param metricInterval time between two datapoints of a running task; DMS: one minute
 * @param recoverableErrorUnit what one second of RecoverableErrorInterval lasts here
 */
public record DmsTimings(
    Duration instanceCreation,
    Duration connectionTest,
    Duration taskCreation,
    Duration taskStart,
    Duration stop,
    Duration deletion,
    Duration metricInterval,
    Duration recoverableErrorUnit) {

  /** No delay anywhere and a datapoint every fifth of a second: for tests. */
  public static DmsTimings immediate() {
    return new DmsTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ofMillis(200), Duration.ofMillis(50));
  }

  /** A moment for each step, so that waits are waits and statuses change before somebody's eyes. */
  public static DmsTimings visible() {
    Duration step = Duration.ofMillis(300);
    return new DmsTimings(Duration.ofSeconds(1), step, step, step, step, step, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }
}
