package dev.tideway.local.dms;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Counts and delays the attempts after temporary errors, by RecoverableErrorCount, -Interval and -Throttling. */
final class RecoverableErrors {
  private static final Duration STEP = Duration.ofMillis(20);
  private final LocalTaskSettings settings;
  private final Duration unit;
  private int attempts;

  RecoverableErrors(LocalTaskSettings settings, Duration unit) {
    this.settings = settings;
    this.unit = unit;
  }

  /** An attempt succeeded: counting starts again. */
  void passed() {
    attempts = 0;
  }

  /** Waits before the next attempt, or ends the task after the last allowed attempt. */
  void pause(BooleanSupplier cancelled) throws TaskFailure, InterruptedException {
    int most = settings.number("ErrorBehavior", "RecoverableErrorCount");
    if (most >= 0 && attempts >= most) {
      throw new TaskFailure("The task was stopped after " + attempts + " attempts to recover from errors.");
    }
    long interval = settings.number("ErrorBehavior", "RecoverableErrorInterval");
    long longest = settings.number("ErrorBehavior", "RecoverableErrorThrottlingMax");
    if (settings.flag("ErrorBehavior", "RecoverableErrorThrottling")) {
      interval = Math.min(longest, interval << Math.min(attempts, 20));
    }
    attempts++;
    long until = System.nanoTime() + unit.multipliedBy(interval).toNanos();
    while (System.nanoTime() < until && !cancelled.getAsBoolean()) {
      Thread.sleep(STEP);
    }
  }
}
