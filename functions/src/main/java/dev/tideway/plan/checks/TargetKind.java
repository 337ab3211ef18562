package dev.tideway.plan.checks;

import dev.tideway.model.Flavour;
import dev.tideway.model.Server;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of TiDB the target is. It follows from what the server reports and from its host name (TiDB Cloud, "Connect to your cluster"). The kinds differ
 * in limits, TLS and user names.
 */
enum TargetKind {
  /** TiDB Cloud Starter or Essential. Both report themselves as serverless, and a connection does not show which of the two it is. */
  starterOrEssential,
  /** TiDB Cloud Dedicated, Premium or BYOC. Neither names nor versions distinguish them, and nothing here depends on which it is. */
  provisioned,
  /** Self-managed TiDB. */
  selfManaged,
  /** Not TiDB. */
  none;

  private static final Pattern REGION = Pattern.compile("\\.([a-z]{2}-[a-z]+-\\d)\\.");

  static TargetKind of(Server server, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean cloud = name.endsWith(".tidbcloud.com") || name.endsWith(".tidb-cloud.com");
    if (server.flavour() != Flavour.tidb) {
      return none;
    }
    if (server.version().toLowerCase(Locale.ROOT).contains("serverless") || (cloud && name.startsWith("gateway"))) {
      return starterOrEssential;
    }
    return cloud ? provisioned : selfManaged;
  }

  /**
   * Whether several clusters share the host, so that the user name selects the cluster. Essential clusters created since 2026-06-30 have a host of their
   * own (TiDB Cloud, "User name prefix").
   */
  static boolean shared(String host) {
    return host.toLowerCase(Locale.ROOT).startsWith("gateway");
  }

  /** The region in a host name of TiDB Cloud, for example {@code gateway01.eu-central-1.prod.aws.tidbcloud.com}. */
  static Optional<String> region(String host) {
    Matcher matcher = REGION.matcher(host.toLowerCase(Locale.ROOT));
    return host.toLowerCase(Locale.ROOT).contains("cloud.com") && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether the host is a public endpoint of TiDB Cloud: private endpoints have different names. */
  static boolean publicEndpoint(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return (name.endsWith(".tidbcloud.com") || name.endsWith(".tidb-cloud.com")) && !name.contains("privatelink") && !name.startsWith("private-");
  }
}
