package dev.tideway.local.servers;

import java.util.ArrayList;
import java.util.List;

/** A MariaDB or MySQL that is started from an installation: ROW binlog with full images, grant tables enabled, loopback only. */
final class EmbeddedServer extends LocalServer {
  private EmbeddedServer(LocalFlavour flavour, Accounts accounts, String certificateAuthority, ServerProcess process) {
    super(flavour, accounts, certificateAuthority, process);
  }

  static EmbeddedServer start(
      String name, LocalFlavour flavour, Installation installation, CacheDirectory cache, List<String> arguments, Progress progress) {
    Accounts accounts = Accounts.random();
    ServerCertificate certificate = ServerCertificate.from(cache, progress);
    SourceServerFiles files = SourceServerFiles.create("tideway-" + name + "-", installation.data(), accounts);
    ServerProcess process = ServerProcess.start(new ServerProcess.Plan(
        name,
        files.directory(),
        files.log(),
        port -> command(installation, files.arguments(port, certificate), arguments),
        installation.environment(),
        accounts.admin()));
    return new EmbeddedServer(flavour, accounts, installation.tls() ? certificate.authorityText() : "", process);
  }

  /** Later options take precedence over earlier ones, so the caller's options come last. */
  private static List<String> command(Installation installation, List<String> usual, List<String> callers) {
    List<String> command = new ArrayList<>(installation.command());
    command.add("--no-defaults");
    command.addAll(installation.options());
    command.addAll(usual);
    command.addAll(callers);
    return List.copyOf(command);
  }
}
