package dev.tideway.local.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A running server that speaks the MySQL protocol. Closing it stops it if it was started here. */
public interface DatabaseServer extends AutoCloseable {
  /** Which server it is. */
  LocalFlavour flavour();

  /** The address it listens on. */
  String host();

  /** The TCP port it listens on. */
  int port();

  /** The account that may do everything. */
  Account admin();

  /** The account a migration is given: ordinary privileges, none that gets past {@code read_only}. */
  Account migration();

  /** The account of the application whose database this is: it reads and writes rows. */
  Account application();

  /** The administrator's name. */
  default String user() {
    return admin().user();
  }

  /** The administrator's password. */
  default String password() {
    return admin().password();
  }

  /** The certificate, PEM, of the authority that signed this server's; empty where there is none to trust: the server is somebody else's, or too old to speak a TLS of today. */
  Optional<String> certificateAuthority();

  /** Where JDBC finds it, without user and password; sessions talk UTF-8 and have {@code time_zone = '+00:00'}. */
  String jdbcUrl();

  /**
   * Opens a connection.
   *
   * @throws SQLException what the driver says
   */
  default Connection connect(Account account) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), account.user(), account.password());
  }

  /**
   * What the server says it is: {@code 9.7.4}, {@code 11.4.5-MariaDB-log}.
   *
   * @throws SQLException what the driver says
   */
  default String version() throws SQLException {
    try (Connection connection = connect(admin());
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT VERSION()")) {
      version.next();
      return version.getString(1);
    }
  }

  /** Stops the server and removes its files, if it was started here. */
  @Override
  void close();
}
