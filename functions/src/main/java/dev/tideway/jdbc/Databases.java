package dev.tideway.jdbc;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.request.Migration;
import dev.tideway.request.Migration.Tls;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens connections to the source and the target. Every session speaks utf8mb4 and UTC, whatever the server's defaults.
 */
public final class Databases {
  private static final int CONNECT_MILLIS = 10_000;

  private final SecretReader secrets;

  /** Takes the reader of the secrets that requests name. */
  public Databases(SecretReader secrets) {
    this.secrets = secrets;
  }

  /**
   * A connection for reading values: sql_mode empty, so that nothing is padded or refused.
   *
   * @throws SQLException if the server cannot be reached or refuses
   */
  public Connection read(Migration.Endpoint endpoint) throws SQLException {
    return open(endpoint, "");
  }

  /**
   * A connection for DDL and repairs: strict, so that nothing is cut silently, and zero dates allowed, since the source may hold
   * them.
   *
   * @throws SQLException if the server cannot be reached or refuses
   */
  public Connection write(Migration.Endpoint endpoint) throws SQLException {
    return open(endpoint, "STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION");
  }

  private Connection open(Migration.Endpoint endpoint, String sqlMode) throws SQLException {
    DatabaseSecret secret = secrets.read(endpoint.secret());
    Connection connection =
        DriverManager.getConnection("jdbc:mysql://" + bracketed(secret.host()) + ":" + secret.port() + "/", properties(endpoint, secret));
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '+00:00', sql_mode = '" + sqlMode + "'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Properties properties(Migration.Endpoint endpoint, DatabaseSecret secret) {
    Properties properties = new Properties();
    properties.put("user", secret.username());
    properties.put("password", secret.password());
    properties.put("connectTimeout", Integer.toString(CONNECT_MILLIS));
    properties.put("characterEncoding", "UTF-8");
    properties.put("connectionTimeZone", "UTC");
    properties.put("tinyInt1isBit", "false");
    properties.put("yearIsDateType", "false");
    properties.put("rewriteBatchedStatements", "true");
    properties.put("sslMode", sslMode(endpoint.tls()));
    if (endpoint.tls() == Tls.none) {
      // without TLS, caching_sha2_password needs the server's key; with TLS the password goes through the channel
      properties.put("allowPublicKeyRetrieval", "true");
    }
    endpoint.certificate().ifPresent(pem -> TrustStore.of(pem).describe(properties));
    return properties;
  }

  private static String sslMode(Tls tls) {
    return switch (tls) {
      case none -> "DISABLED";
      case require -> "REQUIRED";
      case verifyCa -> "VERIFY_CA";
      case verifyFull -> "VERIFY_IDENTITY";
    };
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
