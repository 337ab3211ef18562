package dev.tideway.aws;

import java.time.Duration;
import java.util.function.Supplier;

/** How long the running function still has. Work that grows with tables or rows asks it between two steps. */
@FunctionalInterface
public interface Deadline {
  /** A minute is left for saving the cursor and answering. */
  Duration RESERVE = Duration.ofMinutes(1);

  /** The deadline of a function that starts now; where a minute would be most of its time, a third of it is kept instead. */
  static Deadline of(Supplier<Duration> left) {
    Duration third = left.get().dividedBy(3);
    Duration reserve = third.compareTo(RESERVE) < 0 ? third : RESERVE;
    return new Deadline() {
      @Override
      public Duration left() {
        return left.get();
      }

      @Override
      public boolean near() {
        return left.get().compareTo(reserve) < 0;
      }
    };
  }

  /** Time until Lambda kills the function. */
  Duration left();

  /** Whether the slice must end now, so that its cursor is saved in time. */
  default boolean near() {
    return left().compareTo(RESERVE) < 0;
  }
}
