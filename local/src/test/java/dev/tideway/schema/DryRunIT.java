package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.error.LockLost;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationFixture;
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

  private static MigrationFixture fixture(String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(MYSQL, TIDB);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationFixture.execute(from, statements);
    }
    fixture.select(DB);
    assertThat(new InventoryAccess(fixture).take(LONG)).isTrue();
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), LONG);
    return fixture;
  }

  /** As if the conversion had found nothing. */
  private static void unforeseen(MigrationFixture fixture) {
    fixture.objects().putJson(fixture.run().key("findings-convert.json"), List.of());
  }

  private static DryRunHandler.Output run(MigrationFixture fixture, Deadline deadline) {
    return new DryRunHandler(fixture.objects(), fixture, fixture.locks()).handle(new DryRunHandler.Input(fixture.run()), deadline);
  }

  private static List<Finding> findings(MigrationFixture fixture) {
    return fixture.objects().read(fixture.run().key("findings-dry-run.json"), FINDINGS);
  }

  private static List<String> scratch(MigrationFixture fixture) throws SQLException {
    try (Connection to = fixture.atTarget()) {
      return MigrationFixture.rows(to, "SHOW DATABASES").stream().filter(d -> d.startsWith("tideway_dryrun_" + fixture.run().migration())).toList();
    }
  }

  /** Is near from the n-th call on. */
  private static Deadline after(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions ? Duration.ZERO : Duration.ofMinutes(10);
  }

  @Test
  void namesTheSourceObjectThatTheTargetRefuses() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "CREATE TABLE good (id INT PRIMARY KEY, a VARCHAR(10), g VARCHAR(20), KEY ka (a))",
            "CREATE TABLE wide (id INT PRIMARY KEY, a VARCHAR(1000) CHARACTER SET latin1, b INT, KEY fine (b), UNIQUE KEY bad (a))",
            "CREATE TABLE computed (id INT PRIMARY KEY, a VARCHAR(9), g VARCHAR(9) AS (soundex(a)) VIRTUAL, KEY kg (g))",
            "CREATE VIEW tabular AS SELECT j.x FROM good, JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) j",
            "CREATE VIEW sounds AS SELECT SOUNDEX(a) s FROM good", "CREATE VIEW of_computed AS SELECT g FROM computed", "CREATE VIEW of_that AS SELECT g FROM of_computed");

    DryRunHandler.Output output = run(fixture, LONG);

    assertThat(findings(fixture))
        .as("findings of the conversion, and their consequences, are not reported again")
        .extracting(f -> f.code() + " " + f.object() + " " + f.found())
        .containsExactly("TW-P090 " + DB + ".sounds the target refuses it: 1305 FUNCTION " + DB + ".soundex does not exist");
    assertThat(output.blockers()).isEqualTo(1);
    assertThat(scratch(fixture)).isEmpty();
  }

  @Test
  void namesWhatTheConversionDidNotForesee() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "CREATE TABLE wide (id INT PRIMARY KEY, a VARCHAR(1000) CHARACTER SET latin1, b INT, KEY fine (b), UNIQUE KEY bad (a))",
            "CREATE TABLE computed (id INT PRIMARY KEY, a VARCHAR(9), g VARCHAR(9) AS (soundex(a)) VIRTUAL, KEY kg (g))");
    unforeseen(fixture);

    assertThat(run(fixture, LONG).blockers()).isEqualTo(2);

    assertThat(findings(fixture)).extracting(f -> f.code() + " " + f.object()).containsExactly("TW-P090 " + DB + ".computed", "TW-P090 " + DB + ".wide.bad");
    assertThat(findings(fixture)).noneMatch(f -> f.found().contains("tideway_dryrun"));
    assertThat(scratch(fixture)).isEmpty();
  }

  /** Each table in one statement with all its keys; only what closes a circle comes later. */
  @Test
  void triesATableWholeFirst() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "SET foreign_key_checks = 0",
            "CREATE TABLE child (id INT PRIMARY KEY, p INT, a INT, b INT, KEY ka (a), UNIQUE KEY ub (b), CONSTRAINT fkp FOREIGN KEY (p) REFERENCES parent (id))",
            "CREATE TABLE parent (id INT PRIMARY KEY, c INT, KEY kc (c), CONSTRAINT fkc FOREIGN KEY (c) REFERENCES child (id))",
            "CREATE TABLE tree (id INT PRIMARY KEY, up INT, CONSTRAINT fku FOREIGN KEY (up) REFERENCES tree (id))");

    assertThat(run(fixture, LONG).blockers()).isZero();

    assertThat(findings(fixture)).isEmpty();
    try (Connection to = fixture.atTarget()) {
      List<String> jobs =
          MigrationFixture.rows(
              to,
              "SELECT JOB_TYPE FROM information_schema.ddl_jobs WHERE DB_NAME = 'tideway_dryrun_" + fixture.run().migration() + "_1'"
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
    MigrationFixture fixture = fixture(tables);
    unforeseen(fixture);

    int slices = 0;
    while (true) {
      try {
        run(fixture, after(3));
        break;
      } catch (Unfinished e) {
        slices++;
        assertThat(scratch(fixture)).hasSize(1);
      }
    }

    assertThat(slices).isBetween(3, 8);
    assertThat(findings(fixture)).hasSize(12).allMatch(f -> f.code().equals("TW-P090"));
    assertThat(scratch(fixture)).isEmpty();
  }

  @Test
  void readsWhatTheTargetMadeInASliceOfItsOwnWhenTimeIsShort() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t1 (id INT PRIMARY KEY)", "CREATE TABLE t2 (id INT PRIMARY KEY)");

    assertThatThrownBy(() -> run(fixture, after(2))).isInstanceOf(Unfinished.class).hasMessageContaining("not read yet");

    assertThat(run(fixture, LONG).blockers()).isZero();
    assertThat(findings(fixture)).isEmpty();
    assertThat(scratch(fixture)).isEmpty();
  }

  @Test
  void removesWhatAKilledDryRunLeft() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection to = fixture.atTarget()) {
      for (int i = 1; i < 4; i++) {
        MigrationFixture.execute(to, "CREATE DATABASE tideway_dryrun_" + fixture.run().migration() + "_" + i);
      }
      MigrationFixture.execute(to, "CREATE TABLE tideway_dryrun_" + fixture.run().migration() + "_1.t (id INT)");
    }

    assertThat(run(fixture, LONG).blockers()).isZero();
    assertThat(scratch(fixture)).isEmpty();
  }

  @Test
  void survivesASliceThatWasKilledAfterItsStatement() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "CREATE TABLE t1 (id INT PRIMARY KEY, a INT, KEY k (a))", "CREATE TABLE t2 (id INT PRIMARY KEY, a INT, KEY k (a))",
            "CREATE TABLE t3 (id INT PRIMARY KEY, a INT, KEY k (a))");
    assertThatThrownBy(() -> run(fixture, after(1))).isInstanceOf(Unfinished.class);
    List<String> running = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Deadline watched =
        () -> {
          running.add(fixture.objects().get(fixture.run().key(DryRun.CURSOR.name())).orElseThrow());
          return asked.incrementAndGet() > 1 ? Duration.ZERO : Duration.ofMinutes(10);
        };
    assertThatThrownBy(() -> run(fixture, watched)).isInstanceOf(Unfinished.class);
    // as if the second slice had been killed before it could save its cursor
    fixture.objects().put(fixture.run().key(DryRun.CURSOR.name()), running.getLast(), "application/json");

    assertThat(run(fixture, LONG).blockers()).isZero();
    assertThat(findings(fixture)).isEmpty();
    assertThat(scratch(fixture)).isEmpty();
  }

  @Test
  void saysWhichRightTheTargetAccountLacks() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP USER IF EXISTS weak", "CREATE USER weak IDENTIFIED BY 'pw'", "GRANT SELECT, INSERT, CREATE ON *.* TO weak");
    }
    fixture.secret("target", new DatabaseSecret(TIDB.host(), TIDB.port(), "weak", "pw"));

    run(fixture, LONG);

    assertThat(findings(fixture).stream().map(Finding::code)).containsOnly("TW-P092");
    assertThat(findings(fixture)).anyMatch(f -> f.found().startsWith("UPDATE is refused")).anyMatch(f -> f.found().startsWith("DROP DATABASE"));
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE " + scratch(fixture).getFirst());
    }
  }

  @Test
  void leavesTheTargetAloneOnceTheLockIsLost() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY)");
    Run old = fixture.run();
    fixture.begin();

    assertThatThrownBy(
            () -> new DryRunHandler(fixture.objects(), fixture, fixture.locks()).handle(new DryRunHandler.Input(old), LONG))
        .isInstanceOf(LockLost.class);
    assertThat(scratch(fixture)).isEmpty();
  }
}
