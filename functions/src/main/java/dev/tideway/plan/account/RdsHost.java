package dev.tideway.plan.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the host name of an Amazon RDS database shows (Amazon RDS user guide, "Finding the connection information"; Aurora user guide, "Aurora endpoint
 * connections").
 *
 * @param name the identifier of the instance or cluster
 * @param cluster whether it is the writer or the reader endpoint of an Aurora cluster
 */
record RdsHost(String name, boolean cluster) {
  private static final Pattern ADDRESS =
      Pattern.compile("([a-z][a-z0-9-]*)\\.(cluster-(?:ro-)?)?[a-z0-9]+\\.[a-z0-9-]+\\.rds\\.amazonaws\\.com(?:\\.cn)?");

  /** Parses a host name. Empty for any other host, for an alias of an RDS host, and for custom endpoints, which have different names. */
  static Optional<RdsHost> of(String host) {
    Matcher address = ADDRESS.matcher(host.toLowerCase(Locale.ROOT));
    return address.matches() ? Optional.of(new RdsHost(address.group(1), address.group(2) != null)) : Optional.empty();
  }
}
