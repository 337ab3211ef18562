package dev.tideway.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The output of the demo: one line for each message, with the seconds since the start, from any thread. */
final class Screen {
  private final PrintStream out;
  private final Instant start = Instant.now();

  Screen(PrintStream out) {
    this.out = out;
  }

  synchronized void print(String text) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds, text.stripTrailing().replace("\n", "\n           "));
  }

  synchronized void plain(String text) {
    out.println(text);
  }

  double seconds() {
    return Duration.between(start, Instant.now()).toMillis() / 1000.0;
  }
}
