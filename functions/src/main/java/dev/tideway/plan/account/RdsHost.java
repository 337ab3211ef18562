package dev.tideway.plan.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the address of a database in Amazon RDS tells (Amazon RDS user guide, "Finding the connection information"; Aurora user guide,
 * "Aurora endpoint connections").
 *
 * @param name the identifier of the instance or cluster
 * @param cluster whether it is the writer's or the readers' endpoint of an Aurora cluster
 */
record RdsHost(String name, boolean cluster) {
  private static final Pattern ADDRESS =
      Pattern.compile("([a-z][a-z0-9-]*)\\.(cluster-(?:ro-)?)?[a-z0-9]+\\.[a-z0-9-]+\\.rds\\.amazonaws\\.com(?:\\.cn)?");

  /** Empty for any other host, an alias of one in RDS among them, and for custom endpoints, which have names of their own. */
  static Optional<RdsHost> of(String host) {
    Matcher address = ADDRESS.matcher(host.toLowerCase(Locale.ROOT));
    return address.matches() ? Optional.of(new RdsHost(address.group(1), address.group(2) != null)) : Optional.empty();
  }
}
