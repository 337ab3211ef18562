package dev.tideway.local.servers;

import java.util.Locale;

/** The server behind the MySQL protocol. */
public enum LocalFlavour {
  MARIADB,
  MYSQL,
  TIDB;

  /** The flavour of a {@code SELECT VERSION()} result. */
  public static LocalFlavour ofVersion(String version) {
    String text = version.toLowerCase(Locale.ROOT);
    if (text.contains("tidb")) {
      return TIDB;
    }
    return text.contains("mariadb") ? MARIADB : MYSQL;
  }
}
