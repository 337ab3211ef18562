package dev.tideway.dms;

import dev.tideway.error.TransientFailure;
import java.time.Duration;

/** Waits a moment between two looks at something that changes within seconds; what takes longer is awaited by the state machine. */
@FunctionalInterface
public interface Sleeper {
  /** Sleeps. */
  void sleep(Duration duration);

  /** The real one. */
  static Sleeper real() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted while waiting", e);
      }
    };
  }
}
