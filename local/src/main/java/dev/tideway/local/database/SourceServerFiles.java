package dev.tideway.local.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory of one embedded MariaDB or MySQL: a copy of freshly initialised data, its socket, its log, its first statements. */
record SourceServerFiles(Path directory) {
  /** A new directory over a copy of {@code initialisedData}. */
  static SourceServerFiles create(String prefix, Path initialisedData, Accounts accounts) {
    try {
      SourceServerFiles files = new SourceServerFiles(Files.createTempDirectory(prefix));
      FileTree.copy(initialisedData, files.data());
      // every server needs a UUID of its own
      Files.deleteIfExists(files.data().resolve("auto.cnf"));
      Files.writeString(files.initFile(), String.join(";\n", accounts.sourceStatements()) + ";\n");
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a data directory", e);
    }
  }

  Path data() {
    return directory.resolve("data");
  }

  Path log() {
    return directory.resolve("server.log");
  }

  private Path initFile() {
    return directory.resolve("init.sql");
  }

  /** The arguments that MariaDB and MySQL share; later ones win over earlier ones, so a caller's own come last. */
  List<String> arguments(Path executable, Path base, int port, ServerCertificate certificate, List<String> own) {
    List<String> arguments = new ArrayList<>(List.of(
        executable.toString(),
        "--no-defaults",
        "--basedir=" + base,
        "--datadir=" + data(),
        "--tmpdir=" + directory,
        "--port=" + port,
        "--bind-address=127.0.0.1",
        "--socket=" + directory.resolve("s"),
        "--pid-file=" + directory.resolve("pid"),
        "--init-file=" + initFile(),
        "--skip-name-resolve",
        "--server-id=" + port,
        // without one, MariaDB makes itself an RSA key of 4096 bits at every start: up to half a minute
        "--ssl-ca=" + certificate.authority(),
        "--ssl-cert=" + certificate.certificate(),
        "--ssl-key=" + certificate.key(),
        "--log-bin=binlog",
        "--binlog-format=ROW",
        "--binlog-row-image=FULL",
        "--character-set-server=utf8mb4",
        "--max-allowed-packet=64M",
        "--innodb-buffer-pool-size=128M",
        // these survive a crash of the server; only one of the machine could lose a second, and this data lives no longer than that
        "--innodb-flush-log-at-trx-commit=2",
        "--sync-binlog=0",
        "--performance-schema=OFF"));
    if (System.getProperty("user.name").equals("root")) {
      arguments.add("--user=root");
    }
    arguments.addAll(own);
    return List.copyOf(arguments);
  }
}
