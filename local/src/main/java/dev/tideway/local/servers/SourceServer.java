package dev.tideway.local.servers;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The source servers that can be started here, under the names that people and tests give them. A server comes onto the machine when it
 * is first asked for, and stays in the cache.
 */
public enum SourceServer {
  /** MySQL 5.7.22, the last line before the data dictionary; its TLS is too old for any Java of today. */
  MYSQL_5_7("mysql-5.7", LocalFlavour.MYSQL),
  /** MySQL 8.0.15, which predates CHECK constraints and invisible columns. */
  MYSQL_8_0("mysql-8.0", LocalFlavour.MYSQL),
  /** The newest MySQL that Debian's newest suite has. */
  MYSQL_9("mysql-9", LocalFlavour.MYSQL),
  /** MariaDB 10.11 as Debian 12 has it. */
  MARIADB_10("mariadb-10", LocalFlavour.MARIADB),
  /** MariaDB 11.4.5. */
  MARIADB_11_4("mariadb-11.4", LocalFlavour.MARIADB),
  /** The newest MariaDB that Debian's newest suite has. */
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

  /** The name that people give it: {@code mysql-5.7}. */
  public String label() {
    return label;
  }

  /** Which server it is. */
  public LocalFlavour flavour() {
    return flavour;
  }

  /**
   * Starts one with a ROW binlog of full images, over a data directory of its own, on the loopback interface.
   *
   * @throws DatabaseException if it cannot be had or does not start; the message says what to do
   */
  public LocalServer start(CacheDirectory cache, Progress progress) {
    return start(cache, List.of(), progress);
  }

  /**
   * Starts one.
   *
   * @param arguments the server's own options, which win over the usual ones: {@code --skip-log-bin}
   * @throws DatabaseException if it cannot be had or does not start; the message says what to do
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
