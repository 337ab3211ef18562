package dev.tideway.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The function inside the VPC that evaluates a condition for which a database must be read. It is invoked asynchronously: Lambda sends the invocation record to {@code observe}, so
 * that no function waits for another one.
 */
public enum Probe {
  /** Whether every planned index exists. The probe also builds the indexes, so each slice follows the previous one at once. */
  indexes(Duration.ofMinutes(3), true),
  /** Whether the source is frozen. */
  freeze(Duration.ofMinutes(1), false);

  /** How long a question may wait in Lambda's queue, as set in template.yaml. The invocation record may take the same time again. */
  static final Duration QUEUED = Duration.ofMinutes(1);

  /** A slice that ended in less time has found no work. Then the next regular evaluation is early enough; this prevents an endless chain of invocations. */
  private static final Duration SLICE = Duration.ofSeconds(10);

  private final Duration timeout;
  private final boolean inSlices;

  Probe(Duration timeout, boolean inSlices) {
    this.timeout = timeout;
    this.inSlices = inSlices;
  }

  /** The probe that evaluates the condition, if there is one. */
  static Optional<Probe> of(Condition condition) {
    return switch (condition) {
      case Condition.IndexesBuilt c -> Optional.of(indexes);
      case Condition.Frozen c -> Optional.of(freeze);
      default -> Optional.empty();
    };
  }

  /** The function's timeout, as set in template.yaml. */
  Duration timeout() {
    return timeout;
  }

  /** The time after which an unanswered question counts as lost and is asked again. */
  public Duration lease() {
    return timeout.plus(QUEUED).plus(QUEUED);
  }

  /** Whether the next slice follows at once. */
  boolean goesOn(Instant asked, Instant answered) {
    return inSlices && !answered.isBefore(asked.plus(SLICE));
  }
}
