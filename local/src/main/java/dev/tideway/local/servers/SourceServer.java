package dev.tideway.local.servers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source servers that can be started here, with their names for users and tests. A server is installed on its first use, and stays in
 * the cache.
 */
public enum SourceServer {
  /** MySQL 5.7.22, the last release line before the data dictionary; its TLS is too old for current Java. */
  MYSQL_5_7("mysql-5.7", LocalFlavour.MYSQL),
  /** MySQL 8.0.15, which is older than CHECK constraints and invisible columns. */
  MYSQL_8_0("mysql-8.0", LocalFlavour.MYSQL),
  /** The newest MySQL in Debian's newest suite. */
  MYSQL_9("mysql-9", LocalFlavour.MYSQL),
  /** MariaDB 10.11 of Debian 12. */
  MARIADB_10("mariadb-10", LocalFlavour.MARIADB),
  /** MariaDB 11.4.5. */
  MARIADB_11_4("mariadb-11.4", LocalFlavour.MARIADB),
  /** The newest MariaDB in Debian's newest suite. */
  MARIADB_11_8("mariadb-11.8", LocalFlavour.MARIADB);

  private final String label;
  private final LocalFlavour flavour;

  SourceServer(String label, LocalFlavour flavour) {
    this.label = label;
    this.flavour = flavour;
  }

  /** The server of that name. */
  public static SourceServer named(String label) {
    return Stream.of(values())
        .filter(server -> server.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no server is called '" + label + "': "
            + Stream.of(values()).map(SourceServer::label).collect(Collectors.joining(", "))));
  }

  /** Its name for users: {@code mysql-5.7}. */
  public String label() {
    return label;
  }

  /** The kind of server. */
  public LocalFlavour flavour() {
    return flavour;
  }

  /**
   * Starts one with a ROW binlog of full images, with its own data directory, on the loopback interface.
   *
   * @throws DatabaseException if it cannot be installed or does not start; the message says how to fix it
   */
  public LocalServer start(CacheDirectory cache, Progress progress) {
    return start(cache, List.of(), progress);
  }

  /**
   * Starts one.
   *
   * @param arguments the server's own options, which take precedence over the usual ones: {@code --skip-log-bin}
   * @throws DatabaseException if it cannot be installed or does not start; the message says how to fix it
   */
  public LocalServer start(CacheDirectory cache, List<String> arguments, Progress progress) {
    return installer().start(
        cache, progress, installation -> EmbeddedServer.start(label, flavour, installation, cache, arguments, progress));
  }

  private Installer installer() {
    return switch (this) {
      case MYSQL_5_7 -> MySqlJar.of57();
      case MYSQL_8_0 -> MySqlJar.of80();
      case MYSQL_9 -> new DebianServer(label, "sid", "mysql-server-core", DebianServer.MYSQL);
      case MARIADB_10 -> new DebianServer(label, "bookworm", "mariadb-server-core", DebianServer.MARIADB);
      case MARIADB_11_4 -> new MariaDbJar();
      case MARIADB_11_8 -> new DebianServer(label, "sid", "mariadb-server-core", DebianServer.MARIADB);
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
