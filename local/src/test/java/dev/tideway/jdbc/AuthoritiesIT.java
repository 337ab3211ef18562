package dev.tideway.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.fixture.MigrationWorld;
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

/** Plan verifies servers, whose certificates an authority of their own has signed, without being given it by the request. */
class AuthoritiesIT {
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final DatabaseServer SOURCE = TestServers.shared(LocalFlavour.MARIADB);
  private static final DatabaseServer TARGET = TestServers.shared(LocalFlavour.TIDB);
  private static final String DB = "authorities";

  @Test
  void verifiesAServerByTheAuthorityChosenByItsName() throws SQLException {
    MigrationWorld world = world();
    assertThat(reachable(world, host -> host.equals(SOURCE.host()) ? SOURCE.certificateAuthority() : Optional.empty())).isTrue();
    EndpointAuthorities chosen = world.objects().read(world.run().key(EndpointAuthorities.FILE.name()), EndpointAuthorities.class);
    assertThat(chosen.source()).as("for AWS DMS, which imports it").isEqualTo(SOURCE.certificateAuthority());
  }

  @Test
  void refusesAServerThatAnotherAuthoritySignedFor() throws SQLException {
    MigrationWorld world = world();
    Optional<String> amazon = new RdsRoots().of("orders.abc.eu-central-1.rds.amazonaws.com");
    assertThat(reachable(world, host -> amazon)).isFalse();
    assertThat(findings(world)).extracting(Finding::code).contains("TW-P106");
  }

  @Test
  void leavesOtherAuthoritiesToTheRequest() throws SQLException {
    MigrationWorld world = world();
    assertThat(reachable(world, new RdsRoots())).isFalse();
    assertThat(findings(world))
        .anySatisfy(
            f -> {
              assertThat(f.code()).isEqualTo("TW-P106");
              assertThat(f.object()).isEqualTo("/source/tls");
              assertThat(f.fix()).contains("give the CA as \"certificate\"", "requests/");
            });
  }

  private static boolean reachable(MigrationWorld world, Authorities authorities) {
    return new InventoryHandler(world.objects(), world.locks(), world, authorities).handle(new InventoryHandler.Input(world.run()), () -> Duration.ofMinutes(10)).reachable();
  }

  private static List<Finding> findings(MigrationWorld world) {
    return world.objects().read(world.run().key("findings-inventory.json"), FINDINGS);
  }

  /** The default mode, and no certificate. */
  private static MigrationWorld world() throws SQLException {
    MigrationWorld world = new MigrationWorld(SOURCE, TARGET);
    try (Connection source = world.atSource()) {
      MigrationWorld.execute(source, "CREATE DATABASE IF NOT EXISTS " + DB, "CREATE TABLE IF NOT EXISTS " + DB + ".t (id INT PRIMARY KEY)");
    }
    world.select(DB);
    Migration plain = world.objects().read(world.run().key("migration.json"), Migration.class);
    world.objects().putJson(
        world.run().key("migration.json"),
        plain.withSource(new Migration.Endpoint("source", Migration.Tls.verifyFull, Optional.empty())));
    return world;
  }
}
