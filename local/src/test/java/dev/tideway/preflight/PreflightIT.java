package dev.tideway.preflight;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.Deadline;
import dev.tideway.catalog.InventoryAccess;
import dev.tideway.catalog.Ownership;
import dev.tideway.jdbc.Sql;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import dev.tideway.request.Finding;
import dev.tideway.testing.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreflightIT {
  private static final DatabaseServer TIDB = TestServers.shared(Flavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final String DB = "pre flight";

  private static World world(Flavour source, String... statements) throws SQLException {
    World world = new World(TestServers.shared(source), TIDB);
    try (Connection from = world.atSource();
        Connection to = world.atTarget()) {
      World.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(DB));
      World.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      World.execute(from, statements);
    }
    world.select(DB);
    return world;
  }

  private static List<String> codes(World world) {
    assertThat(new InventoryAccess(world).take(LONG)).isTrue();
    PreflightFunction.Output output =
        new PreflightFunction(world.objects(), world, world.locks(), "us-east-1").handle(new PreflightFunction.Input(world.run()), LONG);
    List<Finding> findings = world.objects().read(world.run().key("findings-preflight.json"), FINDINGS);
    assertThat(output.blockers() + output.warnings()).isEqualTo(findings.size());
    return findings.stream().map(Finding::code).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void findsNothingWrongWithASoundSource(Flavour source) throws SQLException {
    assertThat(codes(world(source, "CREATE TABLE t (id INT PRIMARY KEY)"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void seesSettingsOfTheBinaryLog(Flavour source) throws SQLException {
    World world = world(source, "CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection from = world.atSource()) {
      World.execute(from, "SET GLOBAL binlog_format = 'MIXED'", "SET GLOBAL binlog_row_image = 'MINIMAL'", "SET GLOBAL binlog_expire_logs_seconds = 3600");
      try {
        assertThat(codes(world)).containsExactly("TW-P023", "TW-P024", "TW-P026");
      } finally {
        World.execute(from, "SET GLOBAL binlog_format = 'ROW'", "SET GLOBAL binlog_row_image = 'FULL'", "SET GLOBAL binlog_expire_logs_seconds = 864000");
      }
    }
    assertThat(codes(world)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void refusesTablesWithoutKeyAndNamesThatCollide(Flavour source) throws SQLException {
    World world =
        world(
            source,
            "CREATE TABLE nokey (a INT, UNIQUE KEY (a))",
            "CREATE TABLE unique_only (a INT NOT NULL, UNIQUE KEY (a))",
            "CREATE TABLE Orders (id INT PRIMARY KEY)",
            "CREATE TABLE orders (id INT PRIMARY KEY)",
            "CREATE TABLE `it's` (id INT PRIMARY KEY)",
            "CREATE TABLE old (id INT PRIMARY KEY) ENGINE = MyISAM");

    assertThat(codes(world)).containsExactly("TW-P061", "TW-P062", "TW-P060", "TW-P063");
  }

  @Test
  void refusesForeignTablesOnTheTargetAndKnowsItsOwn() throws SQLException {
    World world = world(Flavour.MARIADB, "CREATE TABLE full_one (id INT PRIMARY KEY)", "CREATE TABLE empty_one (id INT PRIMARY KEY)");
    try (Connection to = world.atTarget()) {
      World.execute(
          to, "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB), "CREATE TABLE Full_One (id INT)", "INSERT INTO full_one VALUES (1)",
          "CREATE TABLE empty_one (id INT)", "CREATE TABLE unrelated (id INT)");
    }
    assertThat(codes(world)).containsExactlyInAnyOrder("TW-P041", "TW-P042");

    world.locks().created(world.run().migration(), world.run().fence(), Ownership.resource(new DatabaseSecret(TIDB.host(), TIDB.port(), "", "")));
    assertThat(codes(world)).isEmpty();
  }

  @Test
  void refusesATargetThatIsNoTiDb() throws SQLException {
    DatabaseServer mysql = TestServers.shared(Flavour.MYSQL);
    World world = world(Flavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY)");
    world.secret("target", new DatabaseSecret(mysql.host(), mysql.port(), mysql.migration().user(), mysql.migration().password()));

    assertThat(codes(world)).contains("TW-P040");
  }
}
