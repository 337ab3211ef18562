package dev.tideway.dms;

import dev.tideway.model.Side;
import java.util.Locale;

/**
 * Identifiers of everything a migration creates in DMS: a letter first, letters, digits and single hyphens, instances at most 63
 * characters (AWS DMS API reference). DMS lower-cases them, so they are lower-cased here, too.
 *
 * @param migration the migration's name, at most 31 characters
 */
public record ResourceNames(String migration) {
  /** Everything of Tideway's begins with it. */
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

  /** Named after its content, so that another CA becomes another certificate and never a silently kept old one. */
  String certificate(Side side, String fingerprint) {
    return base() + "-" + side + "-" + fingerprint;
  }

  public String task(int number) {
    return base() + "-" + number;
  }

  /** No migration's task can have it: their names end in a number after a hyphen. */
  public String reload(int number) {
    return base() + "-reload" + number;
  }

  String alarm(String task, String metric) {
    return task + "-" + metric;
  }
}
