package dev.tideway.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Amazon's root certificates for databases in RDS and Aurora, region by region. No Java runtime includes them (Amazon RDS user guide, "Using SSL/TLS to encrypt a connection"). The
 * file {@code rds-roots.pem} says where they come from and from which date they are.
 */
public final class RdsRoots implements Authorities {
  private static final String RESOURCE = "rds-roots.pem";

  /** An RDS proxy, {@code name.proxy-id.region.rds.amazonaws.com}, has a certificate of a public CA. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9-]+\\.(?!proxy-)[a-z0-9-]+\\.([a-z0-9-]+)\\.rds\\.amazonaws\\.com(?:\\.cn)?");

  private static final Pattern ROOT =
      Pattern.compile("# Amazon RDS (\\S+) Root CA [^\n]+\n(-----BEGIN CERTIFICATE-----\n.+?\n-----END CERTIFICATE-----\n)", Pattern.DOTALL);

  /** The region of a database in RDS or Aurora; empty for any other host, also for a DNS alias of an RDS host. */
  public static Optional<String> region(String host) {
    Matcher address = HOST.matcher(host.toLowerCase(Locale.ROOT));
    return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
  }

  /** The URL at which Amazon publishes a region's root certificates. */
  public static String published(String region) {
    String place =
        region.startsWith("cn-")
            ? "rds-truststore.s3.cn-north-1.amazonaws.com.cn"
            : region.startsWith("us-gov-") ? "truststore.pki.us-gov-west-1.rds.amazonaws.com" : "truststore.pki.rds.amazonaws.com";
    return "https://" + place + "/" + region + "/" + region + "-bundle.pem";
  }

  @Override
  public Optional<String> of(String host) {
    return region(host).map(RdsRoots::roots).filter(pem -> !pem.isEmpty());
  }

  private static String roots(String region) {
    return ROOT.matcher(file()).results().filter(root -> root.group(1).equals(region)).map((MatchResult root) -> root.group(2)).collect(Collectors.joining());
  }

  private static String file() {
    try (InputStream in = RdsRoots.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
