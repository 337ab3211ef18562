package dev.tideway.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real TiDB server with its built-in store: one process, data in a temporary directory, loopback only. */
public final class TidbServer extends LocalServer {
  private TidbServer(Accounts accounts, ServerCertificate certificate, ServerProcess process) {
    super(LocalFlavour.TIDB, accounts, certificate.authorityText(), process);
  }

  /**
   * Builds the server if the cache lacks it, and starts it.
   *
   * @throws DatabaseException if it cannot be built or does not start
   */
  public static TidbServer start(CacheDirectory cache, Progress progress) {
    return start(cache, List.of(), "", progress);
  }

  /**
   * Builds the server if the cache lacks it, and starts it.
   *
   * @param arguments further command-line arguments
   * @param configuration TOML added to the server's configuration file, or empty; {@code [security]} is already used
   * @throws DatabaseException if it cannot be built or does not start
   */
  public static TidbServer start(CacheDirectory cache, List<String> arguments, String configuration, Progress progress) {
    Path binary = new TidbBuild(cache, progress).binary();
    ServerCertificate certificate = ServerCertificate.from(cache, progress);
    try {
      Path directory = Files.createTempDirectory("tideway-tidb-");
      Accounts accounts = Accounts.random();
      Path init = Files.writeString(directory.resolve("init.sql"), String.join(";\n", accounts.targetStatements()) + ";\n");
      Path toml = Files.writeString(directory.resolve("tidb.toml"), """
          tmp-storage-path = "%s"
          initialize-sql-file = "%s"
          %s
          [security]
          ssl-cert = "%s"
          ssl-key = "%s"
          """.formatted(Files.createDirectory(directory.resolve("spill")), init, configuration, certificate.certificate(),
              certificate.key()));
      ServerProcess process = ServerProcess.start(new ServerProcess.Plan(
          "TiDB " + TidbBuild.RELEASE,
          directory,
          directory.resolve("server.log"),
          port -> command(binary, directory, toml, port, arguments),
          Map.of(),
          accounts.admin()));
      return new TidbServer(accounts, certificate, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare TiDB's directory", e);
    }
  }

  private static List<String> command(Path binary, Path directory, Path configuration, int port, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(
        binary.toString(),
        "-store=unistore",
        "-path=" + directory.resolve("data"),
        "-config=" + configuration,
        "-host=127.0.0.1",
        "-P=" + port,
        "-socket=" + directory.resolve("s"),
        "-temp-dir=" + directory.resolve("tmp"),
        "-report-status=false",
        "-L=warn"));
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
