package dev.tideway.local.servers;

import java.util.Locale;

/** Which server answers behind the MySQL protocol. */
public enum LocalFlavour {
  MARIADB,
  MYSQL,
  TIDB;

  /** The flavour named by what {@code SELECT VERSION()} returns. */
  public static LocalFlavour ofVersion(String version) {
    String text = version.toLowerCase(Locale.ROOT);
    if (text.contains("tidb")) {
      return TIDB;
    }
    return text.contains("mariadb") ? MARIADB : MYSQL;
  }
}
