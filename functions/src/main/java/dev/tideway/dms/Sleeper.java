package dev.tideway.dms;

import dev.tideway.error.TransientFailure;
import java.time.Duration;

/** Waits a moment between two checks of a state that changes within seconds. The state machine waits for what takes longer. */
@FunctionalInterface
public interface Sleeper {
  /** Sleeps. */
  void sleep(Duration duration);

  /** The real implementation. */
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
