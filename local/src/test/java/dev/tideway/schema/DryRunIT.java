package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.error.LockLost;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationWorld;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import dev.tideway.run.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DryRunIT {
  private static final DatabaseServer MYSQL = TestServers.shared(LocalFlavour.MYSQL);
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final String DB = "dry run";

  private static MigrationWorld world(String... statements) throws SQLException {
    MigrationWorld world = new MigrationWorld(MYSQL, TIDB);
    try (Connection from = world.atSource()) {
      MigrationWorld.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationWorld.execute(from, statements);
    }
    world.select(DB);
    assertThat(new InventoryAccess(world).take(LONG)).isTrue();
    new ConvertHandler(world.objects(), world.locks()).handle(new ConvertHandler.Input(world.run()), LONG);
    return world;
  }

  /** As if the conversion had found nothing. */
  private static void unforeseen(MigrationWorld world) {
    world.objects().putJson(world.run().key("findings-convert.json"), List.of());
  }

  private static DryRunHandler.Output run(MigrationWorld world, Deadline deadline) {
    return new DryRunHandler(world.objects(), world, world.locks()).handle(new DryRunHandler.Input(world.run()), deadline);
  }

  private static List<Finding> findings(MigrationWorld world) {
    return world.objects().read(world.run().key("findings-dry-run.json"), FINDINGS);
  }

  private static List<String> scratch(MigrationWorld world) throws SQLException {
    try (Connection to = world.atTarget()) {
      return MigrationWorld.rows(to, "SHOW DATABASES").stream().filter(d -> d.startsWith("tideway_dryrun_" + world.run().migration())).toList();
    }
  }

  /** Says "near" from the n-th question on. */
  private static Deadline after(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions ? Duration.ZERO : Duration.ofMinutes(10);
  }

  @Test
  void namesTheSourceObjectThatTheTargetRefuses() throws SQLException {
    MigrationWorld world =
        world(
            "CREATE TABLE good (id INT PRIMARY KEY, a VARCHAR(10), g VARCHAR(20), KEY ka (a))",
            "CREATE TABLE wide (id INT PRIMARY KEY, a VARCHAR(1000) CHARACTER SET latin1, b INT, KEY fine (b), UNIQUE KEY bad (a))",
            "CREATE TABLE computed (id INT PRIMARY KEY, a VARCHAR(9), g VARCHAR(9) AS (soundex(a)) VIRTUAL, KEY kg (g))",
            "CREATE VIEW tabular AS SELECT j.x FROM good, JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) j",
            "CREATE VIEW sounds AS SELECT SOUNDEX(a) s FROM good", "CREATE VIEW of_computed AS SELECT g FROM computed", "CREATE VIEW of_that AS SELECT g FROM of_computed");

    DryRunHandler.Output output = run(world, LONG);

    assertThat(findings(world))
        .as("what the conversion has told, and what follows from it, is not told again")
        .extracting(f -> f.code() + " " + f.object() + " " + f.found())
        .containsExactly("TW-P090 " + DB + ".sounds the target refuses it: 1305 FUNCTION " + DB + ".soundex does not exist");
    assertThat(output.blockers()).isEqualTo(1);
    assertThat(scratch(world)).isEmpty();
  }

  @Test
  void namesWhatTheConversionDidNotForesee() throws SQLException {
    MigrationWorld world =
        world(
            "CREATE TABLE wide (id INT PRIMARY KEY, a VARCHAR(1000) CHARACTER SET latin1, b INT, KEY fine (b), UNIQUE KEY bad (a))",
            "CREATE TABLE computed (id INT PRIMARY KEY, a VARCHAR(9), g VARCHAR(9) AS (soundex(a)) VIRTUAL, KEY kg (g))");
    unforeseen(world);

    assertThat(run(world, LONG).blockers()).isEqualTo(2);

    assertThat(findings(world)).extracting(f -> f.code() + " " + f.object()).containsExactly("TW-P090 " + DB + ".computed", "TW-P090 " + DB + ".wide.bad");
    assertThat(findings(world)).noneMatch(f -> f.found().contains("tideway_dryrun"));
    assertThat(scratch(world)).isEmpty();
  }

  /** Each table in one statement, keys and all; only what leads back in a circle comes later. */
  @Test
  void triesATableWholeFirst() throws SQLException {
    MigrationWorld world =
        world(
            "SET foreign_key_checks = 0",
            "CREATE TABLE child (id INT PRIMARY KEY, p INT, a INT, b INT, KEY ka (a), UNIQUE KEY ub (b), CONSTRAINT fkp FOREIGN KEY (p) REFERENCES parent (id))",
            "CREATE TABLE parent (id INT PRIMARY KEY, c INT, KEY kc (c), CONSTRAINT fkc FOREIGN KEY (c) REFERENCES child (id))",
            "CREATE TABLE tree (id INT PRIMARY KEY, up INT, CONSTRAINT fku FOREIGN KEY (up) REFERENCES tree (id))");

    assertThat(run(world, LONG).blockers()).isZero();

    assertThat(findings(world)).isEmpty();
    try (Connection to = world.atTarget()) {
      List<String> jobs =
          MigrationWorld.rows(
              to,
              "SELECT JOB_TYPE FROM information_schema.ddl_jobs WHERE DB_NAME = 'tideway_dryrun_" + world.run().migration() + "_1'"
                  + " AND TABLE_NAME NOT LIKE 'tideway_rights%' AND JOB_TYPE NOT LIKE '%schema'");
      assertThat(jobs).containsExactlyInAnyOrder("create table", "create table", "create table", "add foreign key");
    }
  }

  @Test
  void goesOnWhereASliceStopped() throws SQLException {
    String[] tables = new String[12];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = "CREATE TABLE t" + i + " (id INT PRIMARY KEY, a VARCHAR(1000) CHARACTER SET latin1, UNIQUE KEY k (a))";
    }
    MigrationWorld world = world(tables);
    unforeseen(world);

    int slices = 0;
    while (true) {
      try {
        run(world, after(3));
        break;
      } catch (Unfinished e) {
        slices++;
        assertThat(scratch(world)).hasSize(1);
      }
    }

    assertThat(slices).isBetween(3, 8);
    assertThat(findings(world)).hasSize(12).allMatch(f -> f.code().equals("TW-P090"));
    assertThat(scratch(world)).isEmpty();
  }

  @Test
  void readsWhatTheTargetMadeInASliceOfItsOwnWhenTimeIsShort() throws SQLException {
    MigrationWorld world = world("CREATE TABLE t1 (id INT PRIMARY KEY)", "CREATE TABLE t2 (id INT PRIMARY KEY)");

    assertThatThrownBy(() -> run(world, after(2))).isInstanceOf(Unfinished.class).hasMessageContaining("not read yet");

    assertThat(run(world, LONG).blockers()).isZero();
    assertThat(findings(world)).isEmpty();
    assertThat(scratch(world)).isEmpty();
  }

  @Test
  void removesWhatAKilledDryRunLeft() throws SQLException {
    MigrationWorld world = world("CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection to = world.atTarget()) {
      for (int i = 1; i < 4; i++) {
        MigrationWorld.execute(to, "CREATE DATABASE tideway_dryrun_" + world.run().migration() + "_" + i);
      }
      MigrationWorld.execute(to, "CREATE TABLE tideway_dryrun_" + world.run().migration() + "_1.t (id INT)");
    }

    assertThat(run(world, LONG).blockers()).isZero();
    assertThat(scratch(world)).isEmpty();
  }

  @Test
  void survivesASliceThatWasKilledAfterItsStatement() throws SQLException {
    MigrationWorld world =
        world(
            "CREATE TABLE t1 (id INT PRIMARY KEY, a INT, KEY k (a))", "CREATE TABLE t2 (id INT PRIMARY KEY, a INT, KEY k (a))",
            "CREATE TABLE t3 (id INT PRIMARY KEY, a INT, KEY k (a))");
    assertThatThrownBy(() -> run(world, after(1))).isInstanceOf(Unfinished.class);
    List<String> running = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Deadline watched =
        () -> {
          running.add(world.objects().get(world.run().key(DryRun.CURSOR.name())).orElseThrow());
          return asked.incrementAndGet() > 1 ? Duration.ZERO : Duration.ofMinutes(10);
        };
    assertThatThrownBy(() -> run(world, watched)).isInstanceOf(Unfinished.class);
    // as if the second slice had been killed before it could save its cursor
    world.objects().put(world.run().key(DryRun.CURSOR.name()), running.getLast(), "application/json");

    assertThat(run(world, LONG).blockers()).isZero();
    assertThat(findings(world)).isEmpty();
    assertThat(scratch(world)).isEmpty();
  }

  @Test
  void saysWhichRightTheTargetAccountLacks() throws SQLException {
    MigrationWorld world = world("CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection to = world.atTarget()) {
      MigrationWorld.execute(to, "DROP USER IF EXISTS weak", "CREATE USER weak IDENTIFIED BY 'pw'", "GRANT SELECT, INSERT, CREATE ON *.* TO weak");
    }
    world.secret("target", new DatabaseSecret(TIDB.host(), TIDB.port(), "weak", "pw"));

    run(world, LONG);

    assertThat(findings(world).stream().map(Finding::code)).containsOnly("TW-P092");
    assertThat(findings(world)).anyMatch(f -> f.found().startsWith("UPDATE is refused")).anyMatch(f -> f.found().startsWith("DROP DATABASE"));
    try (Connection to = world.atTarget()) {
      MigrationWorld.execute(to, "DROP DATABASE " + scratch(world).getFirst());
    }
  }

  @Test
  void leavesTheTargetAloneOnceTheLockIsLost() throws SQLException {
    MigrationWorld world = world("CREATE TABLE t (id INT PRIMARY KEY)");
    Run old = world.run();
    world.begin();

    assertThatThrownBy(
            () -> new DryRunHandler(world.objects(), world, world.locks()).handle(new DryRunHandler.Input(old), LONG))
        .isInstanceOf(LockLost.class);
    assertThat(scratch(world)).isEmpty();
  }
}
