package dev.tideway.schema;

import dev.tideway.run.Deadline;
import java.time.Duration;

/** How long a function may wait for something. */
public final class Budget {
  private Budget() {}

  /** The remaining time without the reserve, at most {@code longest} and at least zero. */
  public static Duration within(Deadline deadline, Duration reserve, Duration longest) {
    Duration free = deadline.left().minus(reserve);
    if (free.isNegative()) {
      return Duration.ZERO;
    }
    return free.compareTo(longest) < 0 ? free : longest;
  }
}
