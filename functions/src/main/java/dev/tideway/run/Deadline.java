package dev.tideway.run;

import java.time.Duration;
import java.util.function.Supplier;

/** How long the running function still has. Work that grows with tables or rows asks it between two steps. */
@FunctionalInterface
public interface Deadline {
  /** A minute is left for saving the cursor and answering, a quarter of the time where a function has less than four minutes. */
  Duration RESERVE = Duration.ofMinutes(1);

  /** Time until Lambda kills the function. */
  Duration left();

  /** What is kept for saving the cursor and answering. */
  default Duration reserve() {
    return RESERVE;
  }

  /** Whether the slice must end now, so that its cursor is saved in time. */
  default boolean near() {
    return left().compareTo(reserve()) < 0;
  }

  /** The deadline of a function that starts now: a short timeout keeps a shorter reserve, else it could do nothing at all. */
  static Deadline startingNow(Supplier<Duration> left) {
    Duration quarter = left.get().dividedBy(4);
    Duration reserve = quarter.compareTo(RESERVE) < 0 ? quarter : RESERVE;
    return new Deadline() {
      @Override
      public Duration left() {
        return left.get();
      }

      @Override
      public Duration reserve() {
        return reserve;
      }
    };
  }
}
