package dev.tideway.local.servers;

import java.util.function.Function;

/** Downloads a source server to this machine. */
sealed interface Installer permits MySqlJar, MariaDbJar, DebianServer {
  /**
   * Starts the server from the right copy, which is created now if the cache lacks it.
   *
   * @throws DatabaseException if there is no copy and none can be created, or if none starts
   */
  LocalServer start(CacheDirectory cache, Progress progress, Function<Installation, LocalServer> starter);
}
