package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.AnalyzeHandler;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.CreateTablesHandler;
import dev.tideway.lambda.ForeignKeysHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.TableId;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CreateAndTieIT {
  private static final DatabaseServer SOURCE = TestServers.shared(LocalFlavour.MYSQL);
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final String DB = "create and tie";
  private static final Deadline LONG = () -> Duration.ofMinutes(10);

  private static MigrationFixture fixture(String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(SOURCE, TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "SET foreign_key_checks = 0", "DROP DATABASE IF EXISTS " + Sql.name(DB));
      MigrationFixture.execute(from, "SET foreign_key_checks = 0", "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationFixture.execute(from, statements);
    }
    plan(fixture);
    return fixture;
  }

  private static void plan(MigrationFixture fixture) {
    fixture.select(DB);
    assertThat(new InventoryAccess(fixture).take(LONG)).isTrue();
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), LONG);
  }

  private static CreateTablesHandler.Output create(MigrationFixture fixture, Deadline deadline) {
    return new CreateTablesHandler(fixture.objects(), fixture, fixture.locks()).handle(new CreateTablesHandler.Input(fixture.run()), deadline);
  }

  private static ForeignKeysHandler.Output tie(MigrationFixture fixture, Deadline deadline) {
    return new ForeignKeysHandler(fixture.objects(), fixture, fixture.locks()).handle(new ForeignKeysHandler.Input(fixture.run()), deadline);
  }

  private static AnalyzeHandler.Output analyze(MigrationFixture fixture, Deadline deadline) {
    return new AnalyzeHandler(fixture.objects(), fixture, fixture.locks()).handle(new AnalyzeHandler.Input(fixture.run()), deadline);
  }

  private static Deadline after(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions ? Duration.ZERO : Duration.ofMinutes(10);
  }

  private static String[] tables(int count) {
    String[] tables = new String[count];
    for (int i = 0; i < count; i++) {
      tables[i] = "CREATE TABLE t" + i + " (id INT PRIMARY KEY)";
    }
    return tables;
  }

  @Test
  void createsTablesInSlicesAndAgainWithoutAChange() throws SQLException {
    MigrationFixture fixture = fixture(tables(10));

    assertThatThrownBy(() -> create(fixture, after(4))).isInstanceOf(Unfinished.class).hasMessageContaining("4 of 10");
    assertThatThrownBy(() -> create(fixture, after(4))).isInstanceOf(Unfinished.class).hasMessageContaining("8 of 10");
    assertThat(create(fixture, after(4)).tables()).isEqualTo(10);
    assertThat(create(fixture, LONG).tables()).isEqualTo(10);
    assertThat(fixture.locks().find(fixture.run().migration()).orElseThrow().resources()).containsExactly("tables|" + TIDB.host() + ":" + TIDB.port());
  }

  @Test
  void refusesToGoOnWithATableThatTheSourceHasAlteredMeanwhile() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
    create(fixture, LONG);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "ALTER TABLE " + Sql.name(DB, "t") + " ADD COLUMN b INT");
    }
    fixture.begin();
    plan(fixture);

    assertThatThrownBy(() -> create(fixture, LONG)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E081").hasMessageContaining(".t.b (column): planned int, found nothing");
  }

  @Test
  void countsOrphansAndAddsTheKeyNevertheless() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "CREATE TABLE parent (a INT, b VARCHAR(9), PRIMARY KEY (a, b))",
            """
            CREATE TABLE child (id INT PRIMARY KEY, a INT, b VARCHAR(9), boss INT,
              CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE CASCADE, CONSTRAINT self FOREIGN KEY (boss) REFERENCES child (id))""");
    create(fixture, LONG);
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          to, "USE " + Sql.name(DB), "INSERT INTO parent VALUES (1, 'x')",
          // with a parent, without, and with an incomplete key, which refers to no row
          "INSERT INTO child VALUES (1, 1, 'x', NULL), (2, 1, 'y', NULL), (3, 1, NULL, 9), (4, 8, 'x', 9)");

      assertThatThrownBy(() -> tie(fixture, after(1))).isInstanceOf(Unfinished.class).hasMessageContaining("1 of 2");
      assertThat(tie(fixture, LONG)).isEqualTo(new ForeignKeysHandler.Output(0, 2, 0, 4, 0, true));
      assertThat(tie(fixture, LONG)).isEqualTo(new ForeignKeysHandler.Output(0, 2, 0, 4, 0, true));

      assertThat(fixture.objects().read(fixture.run().key(Orphans.FILE.name()), new TypeReference<List<Orphans>>() {}))
          .containsExactly(
              new Orphans(new TableId(DB, "child"), "fk", Optional.of(2L), List.of("id"), List.of(List.of("2"), List.of("4"))),
              new Orphans(new TableId(DB, "child"), "self", Optional.of(2L), List.of("id"), List.of(List.of("3"), List.of("4"))));
      assertThatThrownBy(() -> MigrationFixture.execute(to, "INSERT INTO child VALUES (5, 7, 'q', NULL)")).hasMessageContaining("foreign key");
      MigrationFixture.execute(to, "DELETE FROM parent");
      assertThat(MigrationFixture.rows(to, "SELECT id FROM child ORDER BY id")).containsExactly("2", "3", "4");
    }
  }

  @Test
  void analysesEveryTableInSlicesAndLeavesWhatItCannotToTheTarget() throws SQLException {
    MigrationFixture fixture = fixture(tables(6));
    create(fixture, LONG);
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "USE " + Sql.name(DB), "INSERT INTO t1 VALUES (1), (2)", "DROP TABLE t4");

      assertThatThrownBy(() -> analyze(fixture, after(3))).isInstanceOf(Unfinished.class);
      AnalyzeHandler.Output output = analyze(fixture, LONG);

      assertThat(output).isEqualTo(new AnalyzeHandler.Output(5, 1));
      assertThat(analyze(fixture, LONG)).isEqualTo(output);
      assertThat(fixture.objects().get(fixture.run().key("analyze.json")).orElseThrow()).contains("t4").contains("1146");
      assertThat(MigrationFixture.rows(to, "SHOW STATS_META WHERE db_name = '" + DB + "' AND table_name = 't1'")).singleElement().asString().matches(".*\\|0\\|2\\|.+");
    }
  }

  @Test
  void makesViewsThatNeedEachOther() throws SQLException {
    MigrationFixture fixture =
        fixture(
            "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
            "CREATE VIEW z AS SELECT id, n FROM t",
            "CREATE VIEW m (x, y) AS SELECT id, n FROM z WITH CHECK OPTION",
            "CREATE VIEW a AS SELECT m.x, z.n FROM m JOIN z ON z.id = m.x");
    create(fixture, LONG);

    assertThat(tie(fixture, LONG).views()).isEqualTo(3);
    assertThat(tie(fixture, LONG).views()).isEqualTo(3);
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "USE " + Sql.name(DB), "INSERT INTO t VALUES (1, 2)");
      assertThat(MigrationFixture.rows(to, "SELECT x, n FROM a")).containsExactly("1|2");
    }
  }
}
