package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A database server's process with its own directory, which is deleted when the process ends. */
final class ServerProcess implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final Plan plan;
  private final Path directory;
  private final int port;
  private volatile Process process;

  private ServerProcess(Process process, Plan plan, int port) {
    this.process = process;
    this.plan = plan;
    this.directory = plan.directory();
    this.port = port;
  }

  /**
   * Everything that a server's start needs.
   *
   * @param name its name for users
   * @param directory the server's own, removed when it stops
   * @param log the file for its output
   * @param command its command line for a port
   * @param environment added to this process's environment
   * @param account an account that can connect once the server is ready
   */
  record Plan(String name, Path directory, Path log, CommandLine command, Map<String, String> environment, DatabaseAccount account) {}

  /** A command line with its port. */
  @FunctionalInterface
  interface CommandLine {
    List<String> forPort(int port);
  }

  /** Starts the server and returns once it accepts connections. */
  static ServerProcess start(Plan plan) {
    try {
      for (int attempt = 1; ; attempt++) {
        int port = freePort();
        ServerProcess server = new ServerProcess(launch(plan, port), plan, port);
        if (server.becomesReady(plan)) {
          return server;
        }
        server.kill();
        String output = tail(plan.log());
        // another process may take a free port before the server does
        if (attempt == ATTEMPTS || !output.toLowerCase(Locale.ROOT).contains("address already in use")) {
          throw new DatabaseException(plan.name() + " did not start:\n" + output);
        }
      }
    } catch (IOException e) {
      FileTree.delete(plan.directory());
      throw new UncheckedIOException("cannot start " + plan.name(), e);
    } catch (DatabaseException e) {
      FileTree.delete(plan.directory());
      throw e;
    }
  }

  private static Process launch(Plan plan, int port) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(plan.command().forPort(port))
        .directory(plan.directory().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    builder.environment().putAll(plan.environment());
    return builder.start();
  }

  private boolean becomesReady(Plan plan) {
    Instant end = Instant.now().plus(READY_WITHIN);
    String url = JdbcUrl.ofLoopback(port);
    while (process.isAlive() && Instant.now().isBefore(end)) {
      try (Connection connection = DriverManager.getConnection(url, plan.account().user(), plan.account().password())) {
        return connection.isValid(5);
      } catch (SQLException notYet) {
        pause();
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseException("interrupted while a server was starting", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String tail(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "it wrote no log";
    }
    List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  private void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills the server and starts it again with the same files, on the same port; returns once it accepts connections. */
  void restart() {
    kill();
    try {
      process = launch(plan, port);
      if (!becomesReady(plan)) {
        kill();
        throw new DatabaseException(plan.name() + " did not start again:\n" + tail(plan.log()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + plan.name() + " again", e);
    }
  }

  /** Kills the server at once: its files are deleted with it, so it has nothing to save. */
  @Override
  public void close() {
    kill();
    FileTree.delete(directory);
  }
}
