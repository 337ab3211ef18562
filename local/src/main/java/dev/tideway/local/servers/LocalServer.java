package dev.tideway.local.servers;

import java.util.Optional;

/** The common part of the servers that are started here. */
public abstract sealed class LocalServer implements DatabaseServer permits EmbeddedServer, TidbServer {
  private final LocalFlavour flavour;
  private final Accounts accounts;
  private final String certificateAuthority;
  private final ServerProcess process;

  /** A running server; {@code certificateAuthority} is empty if no client can use TLS with it. */
  LocalServer(LocalFlavour flavour, Accounts accounts, String certificateAuthority, ServerProcess process) {
    this.flavour = flavour;
    this.accounts = accounts;
    this.certificateAuthority = certificateAuthority;
    this.process = process;
  }

  @Override
  public final LocalFlavour flavour() {
    return flavour;
  }

  @Override
  public final String host() {
    return "127.0.0.1";
  }

  @Override
  public final int port() {
    return process.port();
  }

  @Override
  public final DatabaseAccount admin() {
    return accounts.admin();
  }

  @Override
  public final DatabaseAccount migration() {
    return accounts.migration();
  }

  @Override
  public final DatabaseAccount application() {
    return accounts.application();
  }

  @Override
  public final Optional<String> certificateAuthority() {
    return Optional.of(certificateAuthority).filter(pem -> !pem.isEmpty());
  }

  @Override
  public final String jdbcUrl() {
    return JdbcUrl.ofLoopback(process.port());
  }

  /** The server's process id. */
  public final long pid() {
    return process.pid();
  }

  /** Kills the server, as a crash would, and starts it again with the same files, on the same port. */
  public final void restart() {
    process.restart();
  }

  @Override
  public final void close() {
    process.close();
  }
}
