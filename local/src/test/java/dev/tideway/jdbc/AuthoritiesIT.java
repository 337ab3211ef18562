package dev.tideway.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.EndpointAuthorities;
import dev.tideway.run.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Plan verifies servers whose certificates a private authority has signed, although the request does not contain it. */
class AuthoritiesIT {
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final DatabaseServer SOURCE = TestServers.shared(LocalFlavour.MARIADB);
  private static final DatabaseServer TARGET = TestServers.shared(LocalFlavour.TIDB);
  private static final String DB = "authorities";

  @Test
  void verifiesAServerByTheAuthorityChosenByItsName() throws SQLException {
    MigrationFixture fixture = fixture();
    assertThat(reachable(fixture, host -> host.equals(SOURCE.host()) ? SOURCE.certificateAuthority() : Optional.empty())).isTrue();
    EndpointAuthorities chosen = fixture.objects().read(fixture.run().key(EndpointAuthorities.FILE.name()), EndpointAuthorities.class);
    assertThat(chosen.source()).as("for AWS DMS, which imports it").isEqualTo(SOURCE.certificateAuthority());
  }

  @Test
  void refusesAServerWithACertificateOfADifferentAuthority() throws SQLException {
    MigrationFixture fixture = fixture();
    Optional<String> amazon = new RdsRoots().of("orders.abc.eu-central-1.rds.amazonaws.com");
    assertThat(reachable(fixture, host -> amazon)).isFalse();
    assertThat(findings(fixture)).extracting(Finding::code).contains("TW-P106");
  }

  @Test
  void needsTheRequestsCaForPrivateAuthorities() throws SQLException {
    MigrationFixture fixture = fixture();
    assertThat(reachable(fixture, new RdsRoots())).isFalse();
    assertThat(findings(fixture))
        .anySatisfy(
            f -> {
              assertThat(f.code()).isEqualTo("TW-P106");
              assertThat(f.object()).isEqualTo("/source/tls");
              assertThat(f.fix()).contains("give the CA as \"certificate\"", "requests/");
            });
  }

  private static boolean reachable(MigrationFixture fixture, Authorities authorities) {
    return new InventoryHandler(fixture.objects(), fixture.locks(), fixture, authorities).handle(new InventoryHandler.Input(fixture.run()), () -> Duration.ofMinutes(10)).reachable();
  }

  private static List<Finding> findings(MigrationFixture fixture) {
    return fixture.objects().read(fixture.run().key("findings-inventory.json"), FINDINGS);
  }

  /** The default mode, without a certificate. */
  private static MigrationFixture fixture() throws SQLException {
    MigrationFixture fixture = new MigrationFixture(SOURCE, TARGET);
    try (Connection source = fixture.atSource()) {
      MigrationFixture.execute(source, "CREATE DATABASE IF NOT EXISTS " + DB, "CREATE TABLE IF NOT EXISTS " + DB + ".t (id INT PRIMARY KEY)");
    }
    fixture.select(DB);
    Migration plain = fixture.objects().read(fixture.run().key("migration.json"), Migration.class);
    fixture.objects().putJson(
        fixture.run().key("migration.json"),
        plain.withSource(new Migration.Endpoint("source", Migration.Tls.verifyFull, Optional.empty())));
    return fixture;
  }
}
