package dev.tideway.schema;

import dev.tideway.run.Deadline;
import java.time.Duration;

/** How long a function may wait for something. */
public final class Budget {
  private Budget() {}

  /** What is left but the reserve, at most the longest, at least nothing. */
  public static Duration within(Deadline deadline, Duration reserve, Duration longest) {
    Duration free = deadline.left().minus(reserve);
    if (free.isNegative()) {
      return Duration.ZERO;
    }
    return free.compareTo(longest) < 0 ? free : longest;
  }
}
