package dev.tideway.run;

import java.time.Duration;
import java.util.function.Supplier;

/** The time that the running function has left. Work whose length depends on the number of tables or rows checks it between two steps. */
@FunctionalInterface
public interface Deadline {
  /** The last minute is reserved for saving the cursor and returning the result. A function with less than four minutes reserves a quarter of its time. */
  Duration RESERVE = Duration.ofMinutes(1);

  /** Time until Lambda ends the function. */
  Duration left();

  /** Time reserved for saving the cursor and returning the result. */
  default Duration reserve() {
    return RESERVE;
  }

  /** Whether the slice must end now, so that its cursor is saved in time. */
  default boolean near() {
    return left().compareTo(reserve()) < 0;
  }

  /** How long the function may wait for something: the time left without {@code reserved}, at most {@code longest} and at least zero. */
  default Duration within(Duration reserved, Duration longest) {
    Duration free = left().minus(reserved);
    if (free.isNegative()) {
      return Duration.ZERO;
    }
    return free.compareTo(longest) < 0 ? free : longest;
  }

  /** The deadline of a function that starts now. A function with a short timeout has a shorter reserve; otherwise it would have no time to work. */
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
