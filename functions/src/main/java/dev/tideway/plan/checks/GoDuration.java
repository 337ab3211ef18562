package dev.tideway.plan.checks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the format that TiDB prints: {@code 10m0s}, {@code 24h0m0s}. */
final class GoDuration {
  private static final Pattern TEXT = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)(?:\\.\\d+)?s)?");

  private GoDuration() {}

  /** Whole seconds, or empty if the text is not a duration. */
  static Optional<Long> seconds(String text) {
    Matcher matcher = TEXT.matcher(text);
    return text.isEmpty() || !matcher.matches()
        ? Optional.empty()
        : Optional.of(3600 * part(matcher.group(1)) + 60 * part(matcher.group(2)) + part(matcher.group(3)));
  }

  private static long part(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
