package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directory of one embedded MariaDB or MySQL: a copy of freshly initialised data, its socket, its log, its first statements. */
record SourceServerFiles(Path directory) {
  /** A new directory with a copy of {@code initialisedData}. */
  static SourceServerFiles create(String prefix, Path initialisedData, Accounts accounts) {
    try {
      SourceServerFiles files = new SourceServerFiles(Files.createTempDirectory(prefix));
      FileTree.copy(initialisedData, files.data());
      // every server needs its own UUID
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

  /** The options of a server that root starts, as in a container: it refuses to run as root without an explicit user option. */
  static List<String> asThisUser() {
    return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
  }

  /** The options that all versions of MariaDB and MySQL share. */
  List<String> arguments(int port, ServerCertificate certificate) {
    List<String> arguments = new ArrayList<>(List.of(
        "--datadir=" + data(),
        "--tmpdir=" + directory,
        "--port=" + port,
        "--bind-address=127.0.0.1",
        "--socket=" + directory.resolve("s"),
        "--pid-file=" + directory.resolve("pid"),
        "--init-file=" + initFile(),
        "--skip-name-resolve",
        "--server-id=" + port,
        // without a certificate, MariaDB creates an RSA key of 4096 bits at every start, which takes up to half a minute
        "--ssl-ca=" + certificate.authority(),
        "--ssl-cert=" + certificate.certificate(),
        "--ssl-key=" + certificate.key(),
        "--log-bin=binlog",
        // MySQL will remove the option, because it will support ROW only
        "--loose-binlog-format=ROW",
        "--binlog-row-image=FULL",
        "--character-set-server=utf8mb4",
        "--max-allowed-packet=64M",
        "--innodb-buffer-pool-size=128M",
        // the data survives a crash of the server; only a crash of the machine could lose a second of writes, and then this data is not
        // needed any more
        "--innodb-flush-log-at-trx-commit=2",
        "--sync-binlog=0",
        "--performance-schema=OFF"));
    arguments.addAll(asThisUser());
    return List.copyOf(arguments);
  }
}
