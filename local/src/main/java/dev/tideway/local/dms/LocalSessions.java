package dev.tideway.local.dms;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.DefaultSSLSocketFactory;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions on endpoints' databases, over JDBC and the binlog protocol, both with the endpoint's SSL mode. */
final class LocalSessions {
  private static final Logger LOG = LoggerFactory.getLogger(LocalSessions.class);
  private static final String STORE_PASSWORD = "public-certificates";

  private LocalSessions() {}

  /** A session for reading: UTC, no sql_mode that changes how values print. */
  static Connection source(EndpointAddress address) throws SQLException {
    Connection connection = open(address);
    try {
      run(connection, "SET SESSION time_zone = '+00:00', sql_mode = ''");
      afterConnect(connection, address);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A session for writing: UTC, then the endpoint's Initstmt. */
  static Connection target(EndpointAddress address) throws SQLException {
    Connection connection = open(address);
    try {
      run(connection, "SET SESSION time_zone = '+00:00'");
      for (String statement : address.initStatements()) {
        run(connection, statement);
      }
      afterConnect(connection, address);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void afterConnect(Connection connection, EndpointAddress address) {
    address.afterConnectScript().ifPresent(script -> {
      try {
        run(connection, script);
      } catch (SQLException e) {
        LOG.warn("AfterConnectScript failed on {}, ignored: {}", address, e.getMessage());
      }
    });
  }

  private static Connection open(EndpointAddress address) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", address.account().user());
    properties.setProperty("password", address.account().password());
    properties.setProperty("characterEncoding", "UTF-8");
    properties.setProperty("characterSetResults", "UTF-8");
    properties.setProperty("useServerPrepStmts", "false");
    properties.setProperty("rewriteBatchedStatements", "true");
    properties.setProperty("tinyInt1isBit", "false");
    properties.setProperty("yearIsDateType", "false");
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    Path trust = null;
    try {
      switch (address.tls().sslMode()) {
        case "verify-ca", "verify-full" -> {
          trust = trustStore(address);
          properties.setProperty("sslMode", address.tls().sslMode().equals("verify-ca") ? "VERIFY_CA" : "VERIFY_IDENTITY");
          properties.setProperty("trustCertificateKeyStoreUrl", trust.toUri().toString());
          properties.setProperty("trustCertificateKeyStoreType", "PKCS12");
          properties.setProperty("trustCertificateKeyStorePassword", STORE_PASSWORD);
        }
        default -> {
          properties.setProperty("sslMode", "DISABLED");
          // caching_sha2_password without TLS encrypts the password with the server's RSA key
          properties.setProperty("allowPublicKeyRetrieval", "true");
        }
      }
      return DriverManager.getConnection("jdbc:mysql://" + address.host() + ":" + address.port() + "/", properties);
    } finally {
      delete(trust);
    }
  }

  private static Path trustStore(EndpointAddress address) throws SQLException {
    try {
      Path file = Files.createTempFile("dms-ca", ".p12");
      try (var out = Files.newOutputStream(file)) {
        keyStore(address).store(out, STORE_PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new SQLException("The certificate of endpoint " + address.identifier() + " cannot be used", "08001", e);
    }
  }

  private static void delete(Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.debug("temporary trust store {} left behind", file, e);
      }
    }
  }

  private static KeyStore keyStore(EndpointAddress address) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates(address.tls().caPem().orElse(""))) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    return store;
  }

  static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A binlog client for the address, not yet connected. */
  static BinaryLogClient binlog(EndpointAddress address) throws IOException {
    var client = new BinaryLogClient(address.host(), address.port(), address.account().user(), address.account().password());
    client.setKeepAlive(false);
    switch (address.tls().sslMode()) {
      case "verify-ca", "verify-full" -> {
        client.setSSLMode(address.tls().sslMode().equals("verify-ca") ? SSLMode.VERIFY_CA : SSLMode.VERIFY_IDENTITY);
        client.setSslSocketFactory(new TrustingOneAuthority(address));
      }
      default -> client.setSSLMode(SSLMode.DISABLED);
    }
    return client;
  }

  /** Trusts only the imported certificate authority. */
  private static final class TrustingOneAuthority extends DefaultSSLSocketFactory {
    private final KeyStore store;

    TrustingOneAuthority(EndpointAddress address) throws IOException {
      try {
        store = keyStore(address);
      } catch (GeneralSecurityException e) {
        throw new IOException("The certificate of endpoint " + address.identifier() + " cannot be used", e);
      }
    }

    @Override
    protected void initSSLContext(SSLContext context) throws GeneralSecurityException {
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      context.init(null, trust.getTrustManagers(), null);
    }
  }
}
