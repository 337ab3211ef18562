package dev.tideway.dms;

import dev.tideway.model.Side;
import java.util.Locale;

/**
 * Identifiers of everything that a migration creates in DMS. An identifier begins with a letter and contains letters, digits and single hyphens; that of an
 * instance has at most 63 characters (AWS DMS API reference). DMS converts identifiers to lower case, so this class does so, too.
 *
 * @param migration the migration's name, at most 31 characters
 */
public record ResourceNames(String migration) {
  /** The prefix of every resource of Tideway. */
  public static final String PREFIX = "tideway-";

  private String base() {
    return PREFIX + migration.toLowerCase(Locale.ROOT);
  }

  public String instance() {
    return base();
  }

  String subnetGroup() {
    return base();
  }

  public String endpoint(Side side) {
    return base() + "-" + side;
  }

  /** The name contains a digest of the certificate's content. So another CA gets another certificate, and an old certificate is never reused. */
  String certificate(Side side, String fingerprint) {
    return base() + "-" + side + "-" + fingerprint;
  }

  public String task(int number) {
    return base() + "-" + number;
  }

  /** No other task of a migration can have this name: their names end in a hyphen and a number. */
  public String reload(int number) {
    return base() + "-reload" + number;
  }

  String alarm(String task, String metric) {
    return task + "-" + metric;
  }
}
