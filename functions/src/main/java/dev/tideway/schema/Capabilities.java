package dev.tideway.schema;

import dev.tideway.catalog.Server;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the live target can do: its own lists of collations, and what follows from its version. */
record Capabilities(int major, int minor, Set<String> collations) {
  private static final Pattern VERSION = Pattern.compile("TiDB-v(\\d+)\\.(\\d+)");

  /** A target that does not tell its version is treated as the oldest one supported. */
  static Capabilities of(Server target) {
    Matcher matcher = VERSION.matcher(target.version());
    boolean told = matcher.find();
    return new Capabilities(
        told ? Integer.parseInt(matcher.group(1)) : 7, told ? Integer.parseInt(matcher.group(2)) : 5, target.collations());
  }

  boolean knowsCollation(String name) {
    return collations.contains(name.toLowerCase(Locale.ROOT));
  }

  /** TEXT, BLOB and JSON columns may have a DEFAULT expression from 8.0 on. */
  boolean lobDefaults() {
    return major >= 8;
  }
}
