package dev.tideway.local.dms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.local.servers.DatabaseAccount;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Connection tests, and a replication, under each SSL mode. */
class EndpointConnectionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** If no client can trust the server, only the mode {@code none} is left. */
  private static List<String> modes(DatabaseServer server) {
    return server.certificateAuthority().isPresent() ? List.of("none", "verify-ca", "verify-full") : List.of("none");
  }

  private static String certificate(Cloud cloud, DatabaseServer server) {
    if (server.certificateAuthority().isEmpty()) {
      return "";
    }
    ObjectNode request = JSON.createObjectNode()
        .put("CertificateIdentifier", "ca-" + server.flavour().name().toLowerCase(Locale.ROOT))
        .put("CertificatePem", server.certificateAuthority().get());
    return cloud.ok("ImportCertificate", request.toString()).at("/Certificate/CertificateArn").asText();
  }

  private static String endpoint(Cloud cloud, String type, DatabaseServer server, DatabaseAccount account, String mode, String certificate) {
    ObjectNode request = JSON.createObjectNode().put("EndpointIdentifier", type + "-" + mode).put("EndpointType", type)
        .put("EngineName", server.flavour() == LocalFlavour.MARIADB ? "mariadb" : "mysql").put("ServerName", server.host())
        .put("Port", server.port()).put("Username", account.user()).put("Password", account.password()).put("SslMode", mode);
    if (mode.startsWith("verify")) {
      request.put("CertificateArn", certificate);
    }
    return cloud.ok("CreateEndpoint", request.toString()).at("/Endpoint/EndpointArn").asText();
  }

  @Test
  void connectsToATargetUnderEverySslMode() {
    connects(TestServers.shared(LocalFlavour.TIDB), "target");
  }

  @ParameterizedTest
  @EnumSource(SourceServer.class)
  void connectsToASourceUnderEverySslMode(SourceServer server) {
    connects(TestServers.shared(server), "source");
  }

  private static void connects(DatabaseServer server, String type) {
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String certificate = certificate(cloud, server);
      for (String mode : modes(server)) {
        String endpoint = endpoint(cloud, type, server, server.migration(), mode, certificate);
        assertThat(cloud.test(instance, endpoint)).as(mode + ": " + cloud.connection(endpoint)).isEqualTo("successful");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SourceServer.class)
  void replicatesUnderEverySslMode(SourceServer server) throws SQLException {
    DatabaseServer from = TestServers.shared(server);
    DatabaseServer to = TestServers.shared(LocalFlavour.TIDB);
    String schema = TestServers.schema("tls", server);
    for (String mode : modes(from)) {
      try (var cloud = new Cloud(); Connection source = from.connect(from.admin()); Connection target = to.connect(to.admin())) {
        for (Connection side : new Connection[] {source, target}) {
          LocalSessions.run(side, "DROP DATABASE IF EXISTS " + schema);
          LocalSessions.run(side, "CREATE DATABASE " + schema);
          LocalSessions.run(side, "CREATE TABLE " + schema + ".t (id int PRIMARY KEY)");
        }
        LocalSessions.run(source, "INSERT INTO " + schema + ".t VALUES (1)");
        String instance = cloud.instance();
        String sourceArn = endpoint(cloud, "source", from, from.migration(), mode, certificate(cloud, from));
        String targetArn = endpoint(cloud, "target", to, to.migration(), mode, certificate(cloud, to));
        assertThat(cloud.test(instance, sourceArn)).isEqualTo("successful");
        assertThat(cloud.test(instance, targetArn)).isEqualTo("successful");
        String task = cloud.task(instance, sourceArn, targetArn, "full-load-and-cdc", Cloud.mappings(schema), "{}");
        cloud.start(task, "start-replication");
        cloud.awaitLoaded(task);
        LocalSessions.run(source, "INSERT INTO " + schema + ".t VALUES (2)");
        cloud.awaitDrained(task, SourcePositions.current(source));
        assertThat(TableRows.of(target, schema, "t")).containsExactly("id=1 ", "id=2 ");
      }
    }
  }

  @Test
  void reportsAWrongPasswordAndAForeignCertificate() {
    DatabaseServer server = TestServers.shared(LocalFlavour.TIDB);
    try (var cloud = new Cloud()) {
      String instance = cloud.instance();
      String wrong = endpoint(cloud, "target", server, new DatabaseAccount(server.admin().user(), "wrong"), "none", "");
      assertThat(cloud.test(instance, wrong)).isEqualTo("failed");
      assertThat(cloud.connection(wrong).path("LastFailureMessage").asText()).contains("Access denied").doesNotContain("wrong");
      String foreign = endpoint(cloud, "target", server, server.admin(), "verify-ca", foreignCertificate(cloud));
      assertThat(cloud.test(instance, foreign)).isEqualTo("failed");
    }
  }

  private static String foreignCertificate(Cloud cloud) {
    ObjectNode request = JSON.createObjectNode().put("CertificateIdentifier", "foreign").put("CertificatePem", """
        -----BEGIN CERTIFICATE-----
        MIIBfjCCASOgAwIBAgIUTdoFa2YxoyM/NsIJc4ERF/6PU14wCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIc3RyYW5nZXIwIBcNMjYxMTIzMDc0NjU4WhgPMjEyNjEwMzAw
        NzQ2NThaMBMxETAPBgNVBAMMCHN0cmFuZ2VyMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAERwf1UfehfFapu1AAKKpMn9NjWs1E0nfxgCc9YufaGwr+wMgE3GQVb8cT
        oXbrl5KLlQ3te2hRUiSAi3RuR62Lt6NTMFEwHQYDVR0OBBYEFKCMJmKJQPuXbAe6
        hhmJEJDw73ZxMB8GA1UdIwQYMBaAFKCMJmKJQPuXbAe6hhmJEJDw73ZxMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhALaykq22BcG3WRtB1S7IVivn
        aRc3v2XMEnm1vs/cqvDNAiEAxo5V5n6iGBNaNPmVMr+KAOdQsYThY1BYwQA8Svji
        w+0=
        -----END CERTIFICATE-----
        """);
    return cloud.ok("ImportCertificate", request.toString()).at("/Certificate/CertificateArn").asText();
  }
}
