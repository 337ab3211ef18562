package dev.tideway.local.commands;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.run.Migration;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A database's address and the account that connects.
 *
 * @param secret host, port, account and password
 * @param endpoint how the connection is secured
 */
public record Address(DatabaseSecret secret, Migration.Endpoint endpoint) {
  /** The format of an address. */
  public static final String FORM = "mysql://user[:password]@host[:port][?tls=none|require|verifyCa|verifyFull&ca=FILE]";

  private static final int PORT = 3306;

  /** The URL is malformed; the message never quotes it, because it may contain a password. */
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The message gives the correct format. */
    public Malformed(String message) {
      super(message);
    }
  }

  /**
   * Parses a URL.
   *
   * @param name {@code source} or {@code target}
   * @param password of the environment or a file; a password in the URL takes precedence
   * @throws Malformed if the URL is malformed or names a file that cannot be read
   */
  public static Address of(String name, String url, Optional<String> password) {
    URI uri = parse(name, url);
    String account = uri.getRawUserInfo();
    if (!"mysql".equals(uri.getScheme()) || uri.getHost() == null || account == null || account.isEmpty()) {
      throw new Malformed("--" + name + " is given as " + FORM);
    }
    int colon = account.indexOf(':');
    String user = decode(colon < 0 ? account : account.substring(0, colon));
    String secret = colon < 0 ? password.orElse("") : decode(account.substring(colon + 1));
    Map<String, String> options = options(name, uri.getRawQuery());
    boolean local = java.util.Set.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
    Migration.Tls tls = Optional.ofNullable(options.get("tls")).map(text -> tls(name, text)).orElse(local ? Migration.Tls.none : Migration.Tls.verifyFull);
    return new Address(
        new DatabaseSecret(uri.getHost().replaceAll("^\\[|]$", ""), uri.getPort() < 0 ? PORT : uri.getPort(), user, secret),
        new Migration.Endpoint(name, tls, Optional.ofNullable(options.get("ca")).map(file -> pem(name, file))));
  }

  /** {@code source} or {@code target}. */
  public String side() {
    return endpoint.secret();
  }

  /** Side, server and account; never the password. */
  @Override
  public String toString() {
    return "the " + side() + " " + (secret.host().indexOf(':') < 0 ? secret.host() : "[" + secret.host() + "]") + ":" + secret.port() + " (account " + secret.username() + ")";
  }

  private static URI parse(String name, String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new Malformed("--" + name + " is given as " + FORM + ", with special characters percent-encoded");
    }
  }

  private static Map<String, String> options(String name, String query) {
    Map<String, String> options = new TreeMap<>();
    for (String option : query == null ? new String[0] : query.split("&")) {
      String[] parts = option.split("=", 2);
      if (parts.length < 2 || !java.util.Set.of("tls", "ca").contains(parts[0])) {
        throw new Malformed("--" + name + " has an option that is neither tls nor ca; it is given as " + FORM);
      }
      options.put(parts[0], decode(parts[1]));
    }
    return options;
  }

  private static Migration.Tls tls(String name, String text) {
    try {
      return Migration.Tls.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new Malformed("--" + name + ": tls is none, require, verifyCa or verifyFull");
    }
  }

  private static String pem(String name, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new Malformed("--" + name + ": the CA file " + file + " cannot be read");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
