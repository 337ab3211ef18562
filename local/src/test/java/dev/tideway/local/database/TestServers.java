package dev.tideway.local.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One server of each flavour for all tests of this module that need any; they end with the test run. */
public final class TestServers {
  private static final Map<Flavour, LocalServer> SHARED = new ConcurrentHashMap<>();
  private static final Map<Flavour, LocalServer> OF_THE_APPLICATION = new ConcurrentHashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> SHARED.values().forEach(LocalServer::close)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OF_THE_APPLICATION.values().forEach(LocalServer::close)));
  }

  private TestServers() {}

  /** The shared server of a flavour, started by whoever asks first. */
  public static DatabaseServer shared(Flavour flavour) {
    return SHARED.computeIfAbsent(flavour, TestServers::start);
  }

  /** That of the end-to-end tests, which freeze a whole server while other tests write to the shared ones. */
  public static DatabaseServer ofTheApplication(Flavour flavour) {
    return OF_THE_APPLICATION.computeIfAbsent(flavour, TestServers::start);
  }

  /** The flavours a migration can start from. */
  public static List<Flavour> sources() {
    return List.of(Flavour.MARIADB, Flavour.MYSQL);
  }

  private static LocalServer start(Flavour flavour) {
    CacheDirectory cache = CacheDirectory.standard();
    return switch (flavour) {
      case MARIADB -> EmbeddedMariaDb.start(cache, Progress.silent());
      case MYSQL -> EmbeddedMySql.start(cache, Progress.silent());
      case TIDB -> TidbServer.start(cache, Progress.silent());
    };
  }
}
