package dev.tideway.local.servers;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A server that is not started here; its one account has all roles, and closing it leaves it running. */
public final class ExistingServer implements DatabaseServer {
  private static final String FORM = "mysql://user:password@host:port";

  private final String host;
  private final int port;
  private final DatabaseAccount account;
  private final String jdbcUrl;
  private final LocalFlavour flavour;

  private ExistingServer(String host, int port, DatabaseAccount account, String jdbcUrl, LocalFlavour flavour) {
    this.host = host;
    this.port = port;
    this.account = account;
    this.jdbcUrl = jdbcUrl;
    this.flavour = flavour;
  }

  /**
   * Connects once, to find out which server answers.
   *
   * @param url {@code mysql://user:password@host:port}, percent-encoded where needed; the port defaults to 3306, and Connector/J
   *     properties may follow ({@code ?sslMode=REQUIRED})
   * @throws DatabaseException if the URL is malformed or no server answers; the message never contains the password
   */
  public static ExistingServer at(String url) {
    URI uri = parse(url);
    String credentials = uri.getRawUserInfo();
    if (!"mysql".equals(uri.getScheme()) || uri.getHost() == null || credentials == null) {
      throw new DatabaseException("a database is given as " + FORM);
    }
    int colon = credentials.indexOf(':');
    DatabaseAccount account = colon < 0
        ? new DatabaseAccount(decode(credentials), "")
        : new DatabaseAccount(decode(credentials.substring(0, colon)), decode(credentials.substring(colon + 1)));
    String host = uri.getHost().replaceAll("^\\[|]$", "");
    int port = uri.getPort() < 0 ? 3306 : uri.getPort();
    String options = uri.getRawQuery() == null ? "allowPublicKeyRetrieval=true" : uri.getRawQuery();
    String jdbcUrl = JdbcUrl.of(host, port, options);
    return new ExistingServer(host, port, account, jdbcUrl, flavour(jdbcUrl, account, host + ":" + port));
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // the exception quotes the URL, which includes the password
      throw new DatabaseException("a database is given as " + FORM + ", with special characters percent-encoded");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static LocalFlavour flavour(String jdbcUrl, DatabaseAccount account, String address) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, account.user(), account.password());
        Statement statement = connection.createStatement();
        ResultSet version = statement.executeQuery("SELECT VERSION()")) {
      version.next();
      return LocalFlavour.ofVersion(version.getString(1));
    } catch (SQLException e) {
      throw new DatabaseException("cannot connect to " + address + " as " + account.user() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public LocalFlavour flavour() {
    return flavour;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public DatabaseAccount admin() {
    return account;
  }

  @Override
  public DatabaseAccount migration() {
    return account;
  }

  @Override
  public DatabaseAccount application() {
    return account;
  }

  @Override
  public Optional<String> certificateAuthority() {
    return Optional.empty();
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public void close() {}
}
