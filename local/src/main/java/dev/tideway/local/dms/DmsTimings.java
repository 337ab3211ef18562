package dev.tideway.local.dms;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * The durations of operations that take AWS DMS minutes. Zero is allowed everywhere: the change still happens after the call.
 *
 * @param instanceCreation from creating to available
 * @param connectionTest from testing to the real attempt
 * @param taskCreation from creating (and modifying) to ready
 * @param taskStart from starting to running
 * @param stop from stopping to stopped
 * @param deletion from deleting to deleted
 * @param metricInterval time between two datapoints of a running task; DMS: one minute
 * @param recoverableErrorUnit length of one second of RecoverableErrorInterval here
 * @param applyDelay minimum time between the source's commit and the apply of a change
 */
@RecordBuilder
public record DmsTimings(
    Duration instanceCreation,
    Duration connectionTest,
    Duration taskCreation,
    Duration taskStart,
    Duration stop,
    Duration deletion,
    Duration metricInterval,
    Duration recoverableErrorUnit,
    Duration applyDelay)
    implements DmsTimingsBuilder.With {

  /** No delays, and a datapoint every fifth of a second: for tests. */
  public static DmsTimings immediate() {
    return new DmsTimings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO,
        Duration.ofMillis(200), Duration.ofMillis(50), Duration.ZERO);
  }

  /** A moment for each step, so that a migration really waits and a user sees the statuses change. */
  public static DmsTimings visible() {
    Duration step = Duration.ofMillis(300);
    return new DmsTimings(Duration.ofSeconds(1), step, step, step, step, step, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);
  }

  /**
   * AWS's real times for everything that a cutover waits for: a task needs a minute to start or to stop, datapoints are published every
   * minute, and changes arrive five seconds late. The times of other operations (an instance, connection tests, deletions) are as in
   * {@link #visible}, because no cutover waits for them.
   */
  public static DmsTimings aws() {
    Duration minute = Duration.ofMinutes(1);
    return visible().with().taskStart(minute).stop(minute).metricInterval(minute).applyDelay(Duration.ofSeconds(5)).build();
  }
}
