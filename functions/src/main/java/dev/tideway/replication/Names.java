package dev.tideway.replication;

import java.util.Locale;

/**
 * Identifiers of everything a migration creates in DMS: a letter first, letters, digits and single hyphens, instances at most 63
 * characters (AWS DMS API reference). DMS lower-cases them, so they are lower-cased here, too.
 *
 * @param migration the migration's name, at most 31 characters
 */
public record Names(String migration) {
  /** Everything of Tideway's begins with it. */
  public static final String PREFIX = "tideway-";

  /** The tag that says to which migration a resource belongs. */
  public static final String TAG = "tideway:migration";

  private String base() {
    return PREFIX + migration.toLowerCase(Locale.ROOT);
  }

  String instance() {
    return base();
  }

  String subnetGroup() {
    return base();
  }

  String endpoint(Side side) {
    return base() + "-" + side;
  }

  /** Named after its content, so that another CA becomes another certificate and never a silently kept old one. */
  String certificate(Side side, String fingerprint) {
    return base() + "-" + side + "-" + fingerprint;
  }

  String task(int number) {
    return base() + "-" + number;
  }

  /** No migration's task can have it: their names end in a number after a hyphen. */
  String reload(int number) {
    return base() + "-reload" + number;
  }

  String alarm(String task, String metric) {
    return task + "-" + metric;
  }
}
