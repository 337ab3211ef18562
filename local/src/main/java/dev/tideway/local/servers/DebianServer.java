package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The newest server of a Debian suite, unpacked together with all the libraries that it needs.
 *
 * <p>The suite changes with time, and that is intended: users will soon run its server. So every start queries the suite, and this code
 * contains no version.
 *
 * @param name the server's name here
 * @param suite the suite's code name
 * @param packageName the package with the server's program
 * @param kind how such a server is initialised
 */
record DebianServer(String name, String suite, String packageName, Kind kind) implements Installer {
  /** MySQL as Debian packages it. */
  static final Kind MYSQL = new Kind(
      "usr/sbin/mysqld",
      List.of("usr/share/mysql"),
      List.of("--loose-mysqlx=OFF", "--secure-file-priv=NULL"),
      DebianServer::initialiseMySql);

  /** MariaDB as Debian packages it: bookworm uses MySQL's folder, newer suites have a separate one. */
  static final Kind MARIADB =
      new Kind("usr/sbin/mariadbd", List.of("usr/share/mariadb", "usr/share/mysql"), List.of(), DebianServer::initialiseMariaDb);

  private static final List<String> MARIADB_SCRIPTS = List.of(
      "_system_tables.sql", "_performance_tables.sql", "_system_tables_data.sql", "maria_add_gis_sp_bootstrap.sql", "_sys_schema.sql");

  // the scripts create a root account without a password for each host name of the machine
  private static final String ONE_ROOT = """
      DELETE FROM global_priv WHERE User = '' OR Host <> 'localhost';
      DELETE FROM proxies_priv WHERE Host <> 'localhost';
      """;

  // part of a copy's name: increase it when the way of making a copy changes
  private static final String FORMAT = "1";

  /**
   * The differences between MySQL and MariaDB.
   *
   * @param program the server's program
   * @param shares possible folders of its messages and scripts
   * @param options its additional options
   * @param initialiser creates a data directory
   */
  record Kind(String program, List<String> shares, List<String> options, Initialiser initialiser) {}

  /** Creates a data directory for a server. */
  @FunctionalInterface
  interface Initialiser {
    void fill(Path data, List<String> command, Path share) throws IOException;
  }

  @Override
  public LocalServer start(CacheDirectory cache, Progress progress, Function<Installation, LocalServer> starter) {
    Copies copies = new Copies(cache, name);
    return copies.start(() -> newest(copies, progress), copy -> starter.apply(installation(copy)), progress);
  }

  private Path newest(Copies copies, Progress progress) {
    CacheDirectory cache = copies.cache();
    String lists = "debian-" + suite;
    return cache.exclusively(lists, progress, () -> {
      DebianSuite debian = DebianSuite.refreshed(cache.root().resolve(lists), suite, DebianMirror.ofThisMachine());
      return cache.entry(copies.entry(hash(debian.contents(packageName))), progress, folder -> {
        progress.report("unpacking " + name + " from Debian's " + suite + " (once)");
        debian.unpack(packageName, folder);
        Path data = Files.createDirectory(folder.resolve("data"));
        kind.initialiser().fill(data, command(folder), share(folder));
      });
    });
  }

  private static String hash(List<String> contents) {
    try {
      String whole = FORMAT + "\n" + String.join("\n", contents);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Installation installation(Path folder) {
    List<String> options = new ArrayList<>(where(folder, share(folder)));
    options.addAll(kind.options());
    return new Installation(command(folder), options, folder.resolve("data"), Map.of(), true);
  }

  private static List<String> where(Path folder, Path share) {
    return List.of(
        "--basedir=" + folder.resolve("usr"),
        "--lc-messages-dir=" + share,
        "--plugin-dir=" + folder.resolve("usr/lib/mysql/plugin"));
  }

  private Path share(Path folder) {
    return kind.shares().stream().map(folder::resolve).filter(Files::isDirectory).findFirst()
        .orElseThrow(() -> new DatabaseException(packageName + " has none of the folders " + kind.shares()));
  }

  /** The program with the C library of its suite, which may be newer than this machine's. */
  private List<String> command(Path folder) {
    List<Path> libraries = new ArrayList<>();
    for (String parent : List.of("usr/lib", "lib")) {
      libraries.addAll(list(folder.resolve(parent)).stream().filter(path -> path.toString().endsWith("-linux-gnu")).toList());
    }
    Path loader = libraries.stream().flatMap(library -> list(library).stream())
        .filter(file -> file.getFileName().toString().matches("ld-linux.*\\.so\\..*"))
        .findFirst()
        .orElseThrow(() -> new DatabaseException(packageName + " came without a C library"));
    String path = Stream.concat(libraries.stream(), Stream.of(folder.resolve("usr/lib/mysql/private")))
        .map(Path::toString).collect(Collectors.joining(":"));
    return List.of(loader.toString(), "--library-path", path, folder.resolve(kind.program()).toString());
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static void initialiseMySql(Path data, List<String> command, Path share) {
    initialise(new ProcessBuilder(), data, command, share, "--initialize-insecure");
  }

  /** The same as mariadb-install-db: the server reads the scripts that create its own tables. */
  private static void initialiseMariaDb(Path data, List<String> command, Path share) throws IOException {
    Files.createDirectory(data.resolve("mysql"));
    StringBuilder scripts = new StringBuilder("use mysql;\n");
    for (String script : MARIADB_SCRIPTS) {
      Path file = list(share).stream().filter(f -> f.toString().endsWith(script)).findFirst()
          .orElseThrow(() -> new DatabaseException("MariaDB came without *" + script));
      scripts.append(Files.readString(file)).append('\n');
    }
    Path bootstrap = Files.createTempFile("tideway-bootstrap-", ".sql");
    try {
      Files.writeString(bootstrap, scripts.append(ONE_ROOT));
      initialise(new ProcessBuilder().redirectInput(bootstrap.toFile()), data, command, share, "--bootstrap");
    } finally {
      Files.delete(bootstrap);
    }
  }

  private static void initialise(ProcessBuilder builder, Path data, List<String> command, Path share, String how) {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(List.of("--no-defaults", how, "--datadir=" + data));
    arguments.addAll(where(data.getParent(), share));
    arguments.addAll(SourceServerFiles.asThisUser());
    Command.Outcome outcome = Command.run(builder.command(arguments));
    if (!outcome.good()) {
      throw new DatabaseException("it cannot be initialised: " + outcome.lastLine());
    }
  }
}
