package dev.tideway.local.dms;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for an event that happens elsewhere. */
final class LocalWait {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private LocalWait() {}

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
