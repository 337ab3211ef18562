package dev.tideway.plan.checks;

import java.util.Locale;

/** Sizes in a format that people read easily. */
public final class ReadableSizes {
  private ReadableSizes() {}

  /** {@code 12 B}, {@code 3.4 KiB}, {@code 5.6 GiB}. */
  public static String text(long bytes) {
    double value = bytes;
    for (String unit : new String[] {"B", "KiB", "MiB", "GiB"}) {
      if (value < 1024) {
        return unit.equals("B") ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, unit);
      }
      value /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f TiB", value);
  }
}
