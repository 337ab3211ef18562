package dev.tideway.local.servers;

import java.util.function.Function;

/** Brings a source server onto this machine. */
sealed interface Installer permits MySqlJar, MariaDbJar, DebianServer {
  /**
   * Starts the server from the copy that is right, which is made now if the cache lacks it.
   *
   * @throws DatabaseException if there is no copy and none can be had, or if none starts
   */
  LocalServer start(CacheDirectory cache, Progress progress, Function<Installation, LocalServer> starter);
}
