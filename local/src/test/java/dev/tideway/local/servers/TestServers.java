package dev.tideway.local.servers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One server of each name for all tests of this module that need one; they end with the test run. */
public final class TestServers {
  private static final Map<String, LocalServer> SHARED = new ConcurrentHashMap<>();
  private static final Map<String, LocalServer> OF_THE_APPLICATION = new ConcurrentHashMap<>();
  private static final String TIDB = "tidb";

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> SHARED.values().forEach(LocalServer::close)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OF_THE_APPLICATION.values().forEach(LocalServer::close)));
  }

  private TestServers() {}

  /** The shared server of a flavour; the first caller starts it. */
  public static DatabaseServer shared(LocalFlavour flavour) {
    return SHARED.computeIfAbsent(usual(flavour), TestServers::start);
  }

  /** The shared source server of a name; the first caller starts it. */
  public static DatabaseServer shared(SourceServer server) {
    return SHARED.computeIfAbsent(server.label(), TestServers::start);
  }

  /** The server of the end-to-end tests, which freeze a whole server while the remaining tests write to the shared ones. */
  public static DatabaseServer ofTheApplication(LocalFlavour flavour) {
    return OF_THE_APPLICATION.computeIfAbsent(usual(flavour), TestServers::start);
  }

  /** The source server of that name for the end-to-end tests. */
  public static DatabaseServer ofTheApplication(SourceServer server) {
    return OF_THE_APPLICATION.computeIfAbsent(server.label(), TestServers::start);
  }

  /** A schema name for a test that runs on this server. */
  public static String schema(String test, SourceServer server) {
    return test + "_" + server.label().replaceAll("\\W", "_");
  }

  /** The flavours from which a migration can start. */
  public static List<LocalFlavour> sources() {
    return List.of(LocalFlavour.MARIADB, LocalFlavour.MYSQL);
  }

  private static String usual(LocalFlavour flavour) {
    return switch (flavour) {
      case MARIADB -> SourceServer.MARIADB_11_4.label();
      case MYSQL -> SourceServer.MYSQL_8_0.label();
      case TIDB -> TIDB;
    };
  }

  /** If a server runs instead of a newer one, the tests' output contains a warning. */
  private static LocalServer start(String name) {
    CacheDirectory cache = CacheDirectory.standard();
    return name.equals(TIDB) ? TidbServer.start(cache, Progress.silent()) : SourceServer.named(name).start(cache, System.out::println);
  }
}
