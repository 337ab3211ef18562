package dev.tideway.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The function inside the VPC that judges a condition of which only a database knows. Invoked asynchronously: Lambda hands the end
 * of the invocation to {@code observe}, so that no function waits for another one.
 */
public enum Probe {
  /** Whether every planned index exists. It builds them meanwhile, so that one slice follows the other. */
  indexes(Duration.ofMinutes(3), true),
  /** Whether the source is frozen. */
  freeze(Duration.ofMinutes(1), false);

  /** How long a question may wait until Lambda begins with it, as template.yaml says, and as long again for the record of its end. */
  static final Duration QUEUED = Duration.ofMinutes(1);

  /** A slice that ended sooner has found nothing to do, and the next look is soon enough: no chain may run away. */
  private static final Duration SLICE = Duration.ofSeconds(10);

  private final Duration timeout;
  private final boolean inSlices;

  Probe(Duration timeout, boolean inSlices) {
    this.timeout = timeout;
    this.inSlices = inSlices;
  }

  /** The probe that judges the condition, if one does. */
  static Optional<Probe> of(Condition condition) {
    return switch (condition) {
      case Condition.IndexesBuilt c -> Optional.of(indexes);
      case Condition.Frozen c -> Optional.of(freeze);
      default -> Optional.empty();
    };
  }

  /** The function's timeout, as template.yaml says. */
  Duration timeout() {
    return timeout;
  }

  /** When a question that has not been answered is lost, and is asked again. */
  public Duration lease() {
    return timeout.plus(QUEUED).plus(QUEUED);
  }

  /** Whether the next slice follows at once. */
  boolean goesOn(Instant asked, Instant answered) {
    return inSlices && !answered.isBefore(asked.plus(SLICE));
  }
}
