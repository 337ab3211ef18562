package dev.tideway.plan.checks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first two numbers of a version. */
record ServerVersion(int major, int minor) {
  private static final Pattern PLAIN = Pattern.compile("^(\\d+)\\.(\\d+)");
  private static final Pattern TIDB = Pattern.compile("TiDB-v?(\\d+)\\.(\\d+)");

  /** Parses a version. TiDB prints its own version after the MySQL version that it reports. */
  static Optional<ServerVersion> of(String printed) {
    Matcher matcher = (printed.contains("TiDB") ? TIDB : PLAIN).matcher(printed);
    return matcher.find() ? Optional.of(new ServerVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))) : Optional.empty();
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }
}
