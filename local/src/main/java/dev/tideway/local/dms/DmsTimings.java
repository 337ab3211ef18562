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
 * @param applyDelay how long after the source's commit a change is applied at the earliest
 */
public record DmsTimings(
    Duration instanceCreation,
    Duration connectionTest,
    Duration taskCreation,
    Duration taskStart,
    Duration stop,
    Duration deletion,
    Duration metricInterval,
    Duration recoverableErrorUnit,
    Duration applyDelay) {

  /** No delay anywhere and a datapoint every fifth of a second: for tests. */
  public static DmsTimings immediate() {
    return new DmsTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ofMillis(200), Duration.ofMillis(50), Duration.ZERO);
  }

  /** A moment for each step, so that waits are waits and statuses change before somebody's eyes. */
  public static DmsTimings visible() {
    Duration step = Duration.ofMillis(300);
    return new DmsTimings(Duration.ofSeconds(1), step, step, step, step, step, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);
  }

  /**
   * AWS's own time for what a cutover waits for: a task needs a minute to start or to stop, datapoints come every minute, and changes
   * arrive five seconds late. What nobody waits for while writes stand still (an instance, connection tests, deletions) is as in
   * {@link #visible}.
   */
  public static DmsTimings aws() {
    DmsTimings quick = visible();
    Duration minute = Duration.ofMinutes(1);
    return new DmsTimings(quick.instanceCreation, quick.connectionTest, quick.taskCreation, minute, minute, quick.deletion, minute,
        quick.recoverableErrorUnit, Duration.ofSeconds(5));
  }
}
