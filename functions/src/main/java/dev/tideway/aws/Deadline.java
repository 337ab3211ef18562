package dev.tideway.aws;

import java.time.Duration;

/** How long the running function still has. Work that grows with tables or rows asks it between two steps. */
@FunctionalInterface
public interface Deadline {
  /** A minute is left for saving the cursor and answering. */
  Duration RESERVE = Duration.ofMinutes(1);

  /** Time until Lambda kills the function. */
  Duration left();

  /** Whether the slice must end now, so that its cursor is saved in time. */
  default boolean near() {
    return left().compareTo(RESERVE) < 0;
  }
}
