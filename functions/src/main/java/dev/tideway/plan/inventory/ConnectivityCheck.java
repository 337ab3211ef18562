package dev.tideway.plan.inventory;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.SecretReader;
import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.jdbc.Authorities;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.jdbc.Databases;
import dev.tideway.jdbc.RdsRoots;
import dev.tideway.run.Migration.Endpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Opens a connection for reading, or reports in a finding why it cannot be opened. */
final class ConnectivityCheck {
  private static final int ACCESS_DENIED = 1045;

  private final SecretReader secrets;
  private final Authorities authorities;
  private final Databases databases;

  ConnectivityCheck(SecretReader secrets, Authorities authorities) {
    this.secrets = secrets;
    this.authorities = authorities;
    this.databases = new Databases(secrets, authorities);
  }

  /**
   * A connection or a finding.
   *
   * @param authority the CA that was trusted for the server, chosen by its host name
   */
  record Answer(Optional<Connection> connection, Optional<Finding> finding, Optional<String> authority) {
    private static Answer no(Finding finding) {
      return new Answer(Optional.empty(), Optional.of(finding), Optional.empty());
    }
  }

  /**
   * Opens the endpoint.
   *
   * @param side {@code source} or {@code target}, as in the request
   */
  Answer open(String side, Endpoint endpoint) {
    DatabaseSecret secret;
    try {
      secret = secrets.read(endpoint.secret());
    } catch (SecretReader.UnusableSecret e) {
      return Answer.no(
          Finding.blocker(
              FindingCode.SECRET_UNUSABLE, "/" + side + "/secret", e.getMessage(), "JSON with \"host\", \"port\", \"username\" and \"password\"",
              "create a secret of that form; a secret that RDS manages lacks the host, so AWS DMS cannot use it"));
    }
    Optional<ServerGreetingProbe.Failure> failure = ServerGreetingProbe.probe(secret);
    if (failure.isPresent()) {
      return Answer.no(finding(side, secret, failure.get()));
    }
    try {
      return new Answer(Optional.of(databases.read(endpoint)), Optional.empty(), authorities.of(secret.host()));
    } catch (SQLException e) {
      return Answer.no(finding(side, secret, e));
    } catch (IllegalArgumentException e) {
      return Answer.no(tls(side, secret, e.getMessage()));
    }
  }

  private static Finding finding(String side, DatabaseSecret secret, ServerGreetingProbe.Failure failure) {
    String address = secret.host() + ":" + secret.port();
    return switch (failure) {
      case unknownHost ->
          Finding.blocker(
              FindingCode.HOST_UNKNOWN, side, "the host name " + secret.host() + " does not resolve", "a host that exists and that the functions' network can resolve",
              "correct \"host\" in the secret; a private name needs the VPC's DNS resolution");
      case closed ->
          Finding.blocker(
              FindingCode.NOTHING_ANSWERS, side, "no server answers at " + address, "an open port",
              "check \"port\" in the secret, that the server runs, the security groups, the routes, and for TiDB Cloud the IP access list");
      case postgresql ->
          Finding.blocker(
              FindingCode.NOT_MYSQL, side, address + " speaks PostgreSQL", "a MySQL-compatible database: Tideway migrates no other kind",
              "put one into the secret; a PostgreSQL-compatible TiDB Cloud Starter cluster cannot be a target, a MySQL-compatible one can");
      case noDatabase ->
          Finding.blocker(
              FindingCode.NOT_MYSQL, side, address + " is not a MySQL-compatible database", "the port of the database (MySQL 3306, TiDB 4000)",
              "correct \"host\" and \"port\" in the secret");
    };
  }

  private static Finding finding(String side, DatabaseSecret secret, SQLException e) {
    if (e.getErrorCode() == ACCESS_DENIED || "28000".equals(e.getSQLState())) {
      return Finding.blocker(
          FindingCode.LOGIN_REFUSED, side, "the server refuses the user \"" + secret.username() + "\"", "a user and password that the server accepts from the functions' address",
          "correct \"username\" and \"password\" in the secret; TiDB Cloud Starter, and Essential if the cluster is older than 2026-06-30, need the user name's prefix");
    }
    if (DatabaseErrors.tls(e)) {
      return tls(side, secret, DatabaseErrors.text(e));
    }
    return Finding.blocker(
        FindingCode.CONNECTION_FAILED, side, "connecting to " + secret.host() + ":" + secret.port() + " fails: " + oneLine(DatabaseErrors.text(e)), "a connection",
        "fix what the message says and start again");
  }

  private static Finding tls(String side, DatabaseSecret secret, String message) {
    return Finding.blocker(
        FindingCode.TLS_FAILED, "/" + side + "/tls", "no TLS connection: " + oneLine(message), "a server certificate that the given CA signs, for the host in the secret",
        certificate(secret.host()) + ", or choose a \"tls\" mode that fits the server");
  }

  private static String certificate(String host) {
    String how = " as \"certificate\": its PEM text, or its key under requests/ in the application's bucket";
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tidbcloud.com") || name.endsWith(".tidb-cloud.com")) {
      return "TiDB Cloud Dedicated has its own CA: download it from the cluster's Connect dialog and give it" + how;
    }
    return RdsRoots.region(host)
        .map(region -> "Amazon's roots of " + region + " are at " + RdsRoots.published(region) + ": give them" + how)
        .orElse("give the CA" + how);
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s+", " ").strip();
  }
}
