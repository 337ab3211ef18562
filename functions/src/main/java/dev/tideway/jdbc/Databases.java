package dev.tideway.jdbc;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.run.Migration;
import dev.tideway.run.Migration.Tls;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/** Opens connections to the source and the target. Every session uses utf8mb4 and UTC, regardless of the server's defaults. */
public final class Databases {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** MySQL 9 prints query plans as a tree by default; this setting prevents it. MariaDB, and MySQL before 8.0.32, ignore the versioned comment; TiDB would execute it. */
  private static final String PLANS_AS_ROWS = " /*!80032 , explain_format = 'TRADITIONAL' */";

  private final SecretReader secrets;
  private final Authorities authorities;
  private final Duration timeout;

  /** Opens connections with the secrets that requests name. */
  public Databases(SecretReader secrets) {
    this(secrets, new RdsRoots());
  }

  /** Opens connections with these secrets, and with these authorities for servers without a certificate in the request. */
  public Databases(SecretReader secrets, Authorities authorities) {
    this(secrets, authorities, TIMEOUT);
  }

  Databases(SecretReader secrets, Authorities authorities, Duration timeout) {
    this.secrets = secrets;
    this.authorities = authorities;
    this.timeout = timeout;
  }

  /**
   * A connection for reading values. Its sql_mode is empty, so that no value is padded or refused.
   *
   * @throws SQLException if the server cannot be reached or refuses
   */
  public Connection read(Migration.Endpoint endpoint) throws SQLException {
    return open(endpoint, "");
  }

  /**
   * A connection for DDL and repairs. Its sql_mode is strict, so that no value is truncated silently, and it accepts every value that the source may contain.
   *
   * @throws SQLException if the server cannot be reached or refuses
   */
  public Connection write(Migration.Endpoint endpoint) throws SQLException {
    return open(endpoint, Sql.STRICT_MODES);
  }

  private Connection open(Migration.Endpoint endpoint, String sqlMode) throws SQLException {
    DatabaseSecret secret = secrets.read(endpoint.secret());
    String address = bracketed(secret.host()) + ":" + secret.port();
    Properties properties = properties(endpoint, secret);
    Optional<TrustStore> trusted = endpoint.certificate().or(() -> authorities.of(secret.host())).map(TrustStore::of);
    trusted.ifPresent(store -> store.describe(properties));
    Connection connection;
    try {
      connection = DriverManager.getConnection("jdbc:mysql://" + address + "/", properties);
    } catch (SQLException e) {
      throw UnreachableDatabase.of(address, secret.port(), timeout, e).orElse(e);
    } finally {
      trusted.ifPresent(TrustStore::close);
    }
    try (Statement statement = connection.createStatement()) {
      // the server has responded: from now on statements have no time limit
      connection.setNetworkTimeout(Runnable::run, 0);
      boolean tidb = connection.getMetaData().getDatabaseProductVersion().contains("TiDB");
      statement.execute("SET time_zone = '+00:00', sql_mode = '" + sqlMode + "'" + (tidb ? "" : PLANS_AS_ROWS));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private Properties properties(Migration.Endpoint endpoint, DatabaseSecret secret) {
    Properties properties = new Properties();
    properties.put("user", secret.username());
    properties.put("password", secret.password());
    properties.put("connectTimeout", Long.toString(timeout.toMillis()));
    properties.put("socketTimeout", Long.toString(timeout.toMillis()));
    properties.put("characterEncoding", "UTF-8");
    properties.put("connectionTimeZone", "UTC");
    properties.put("tinyInt1isBit", "false");
    properties.put("yearIsDateType", "false");
    properties.put("rewriteBatchedStatements", "true");
    properties.put("sslMode", sslMode(endpoint.tls()));
    if (endpoint.tls() == Tls.none) {
      // without TLS, caching_sha2_password needs the server's public key; with TLS the encrypted connection carries the password
      properties.put("allowPublicKeyRetrieval", "true");
    }
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
