package dev.tideway.local.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A running server with the MySQL protocol. Closing it stops it if it was started here. */
public interface DatabaseServer extends AutoCloseable {
  /** The kind of server. */
  LocalFlavour flavour();

  /** The address it listens on. */
  String host();

  /** The TCP port it listens on. */
  int port();

  /** The account with all privileges. */
  DatabaseAccount admin();

  /** The account of a migration: ordinary privileges, none that bypasses {@code read_only}. */
  DatabaseAccount migration();

  /** The account of the application that owns the database: it reads and writes rows. */
  DatabaseAccount application();

  /** The administrator's name. */
  default String user() {
    return admin().user();
  }

  /** The administrator's password. */
  default String password() {
    return admin().password();
  }

  /**
   * The certificate, PEM, of the authority that signed this server's certificate. Empty if there is none to trust: the server is not ours,
   * or it is too old for current TLS.
   */
  Optional<String> certificateAuthority();

  /** Its JDBC URL, without user and password; sessions use UTF-8 and have {@code time_zone = '+00:00'}. */
  String jdbcUrl();

  /**
   * Opens a connection.
   *
   * @throws SQLException the driver's exception
   */
  default Connection connect(DatabaseAccount account) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), account.user(), account.password());
  }

  /**
   * The version that the server reports: {@code 9.7.4}, {@code 11.4.5-MariaDB-log}.
   *
   * @throws SQLException the driver's exception
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
