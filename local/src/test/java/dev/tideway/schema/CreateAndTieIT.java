package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationWorld;
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

  private static MigrationWorld world(String... statements) throws SQLException {
    MigrationWorld world = new MigrationWorld(SOURCE, TIDB);
    try (Connection from = world.atSource();
        Connection to = world.atTarget()) {
      MigrationWorld.execute(to, "SET foreign_key_checks = 0", "DROP DATABASE IF EXISTS " + Sql.name(DB));
      MigrationWorld.execute(from, "SET foreign_key_checks = 0", "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationWorld.execute(from, statements);
    }
    plan(world);
    return world;
  }

  private static void plan(MigrationWorld world) {
    world.select(DB);
    assertThat(new InventoryAccess(world).take(LONG)).isTrue();
    new ConvertHandler(world.objects(), world.locks()).handle(new ConvertHandler.Input(world.run()), LONG);
  }

  private static CreateTablesHandler.Output create(MigrationWorld world, Deadline deadline) {
    return new CreateTablesHandler(world.objects(), world, world.locks()).handle(new CreateTablesHandler.Input(world.run()), deadline);
  }

  private static ForeignKeysHandler.Output tie(MigrationWorld world, Deadline deadline) {
    return new ForeignKeysHandler(world.objects(), world, world.locks()).handle(new ForeignKeysHandler.Input(world.run()), deadline);
  }

  private static AnalyzeHandler.Output analyze(MigrationWorld world, Deadline deadline) {
    return new AnalyzeHandler(world.objects(), world, world.locks()).handle(new AnalyzeHandler.Input(world.run()), deadline);
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
  void createsTablesInSlicesAndTwiceWithoutHarm() throws SQLException {
    MigrationWorld world = world(tables(10));

    assertThatThrownBy(() -> create(world, after(4))).isInstanceOf(Unfinished.class).hasMessageContaining("4 of 10");
    assertThatThrownBy(() -> create(world, after(4))).isInstanceOf(Unfinished.class).hasMessageContaining("8 of 10");
    assertThat(create(world, after(4)).tables()).isEqualTo(10);
    assertThat(create(world, LONG).tables()).isEqualTo(10);
    assertThat(world.locks().find(world.run().migration()).orElseThrow().resources()).containsExactly("tables|" + TIDB.host() + ":" + TIDB.port());
  }

  @Test
  void refusesToGoOnWithATableThatTheSourceHasAlteredMeanwhile() throws SQLException {
    MigrationWorld world = world("CREATE TABLE t (id INT PRIMARY KEY, a INT)");
    create(world, LONG);
    try (Connection from = world.atSource()) {
      MigrationWorld.execute(from, "ALTER TABLE " + Sql.name(DB, "t") + " ADD COLUMN b INT");
    }
    world.begin();
    plan(world);

    assertThatThrownBy(() -> create(world, LONG)).isInstanceOf(MigrationFailed.class).hasMessageContaining("TW-E081").hasMessageContaining(".t.b (column): planned int, found nothing");
  }

  @Test
  void countsOrphansAndAddsTheKeyNevertheless() throws SQLException {
    MigrationWorld world =
        world(
            "CREATE TABLE parent (a INT, b VARCHAR(9), PRIMARY KEY (a, b))",
            """
            CREATE TABLE child (id INT PRIMARY KEY, a INT, b VARCHAR(9), boss INT,
              CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE CASCADE, CONSTRAINT self FOREIGN KEY (boss) REFERENCES child (id))""");
    create(world, LONG);
    try (Connection to = world.atTarget()) {
      MigrationWorld.execute(
          to, "USE " + Sql.name(DB), "INSERT INTO parent VALUES (1, 'x')",
          // with parent, without, and with a key that is not whole and therefore refers to nothing
          "INSERT INTO child VALUES (1, 1, 'x', NULL), (2, 1, 'y', NULL), (3, 1, NULL, 9), (4, 8, 'x', 9)");

      assertThatThrownBy(() -> tie(world, after(1))).isInstanceOf(Unfinished.class).hasMessageContaining("1 of 2");
      assertThat(tie(world, LONG)).isEqualTo(new ForeignKeysHandler.Output(0, 2, 0, 4, 0, true));
      assertThat(tie(world, LONG)).isEqualTo(new ForeignKeysHandler.Output(0, 2, 0, 4, 0, true));

      assertThat(world.objects().read(world.run().key(Orphans.FILE.name()), new TypeReference<List<Orphans>>() {}))
          .containsExactly(
              new Orphans(new TableId(DB, "child"), "fk", Optional.of(2L), List.of("id"), List.of(List.of("2"), List.of("4"))),
              new Orphans(new TableId(DB, "child"), "self", Optional.of(2L), List.of("id"), List.of(List.of("3"), List.of("4"))));
      assertThatThrownBy(() -> MigrationWorld.execute(to, "INSERT INTO child VALUES (5, 7, 'q', NULL)")).hasMessageContaining("foreign key");
      MigrationWorld.execute(to, "DELETE FROM parent");
      assertThat(MigrationWorld.rows(to, "SELECT id FROM child ORDER BY id")).containsExactly("2", "3", "4");
    }
  }

  @Test
  void analysesEveryTableInSlicesAndLeavesWhatItCannotToTheTarget() throws SQLException {
    MigrationWorld world = world(tables(6));
    create(world, LONG);
    try (Connection to = world.atTarget()) {
      MigrationWorld.execute(to, "USE " + Sql.name(DB), "INSERT INTO t1 VALUES (1), (2)", "DROP TABLE t4");

      assertThatThrownBy(() -> analyze(world, after(3))).isInstanceOf(Unfinished.class);
      AnalyzeHandler.Output output = analyze(world, LONG);

      assertThat(output).isEqualTo(new AnalyzeHandler.Output(5, 1));
      assertThat(analyze(world, LONG)).isEqualTo(output);
      assertThat(world.objects().get(world.run().key("analyze.json")).orElseThrow()).contains("t4").contains("1146");
      assertThat(MigrationWorld.rows(to, "SHOW STATS_META WHERE db_name = '" + DB + "' AND table_name = 't1'")).singleElement().asString().matches(".*\\|0\\|2\\|.+");
    }
  }

  @Test
  void makesViewsThatNeedEachOther() throws SQLException {
    MigrationWorld world =
        world(
            "CREATE TABLE t (id INT PRIMARY KEY, n INT)",
            "CREATE VIEW z AS SELECT id, n FROM t",
            "CREATE VIEW m (x, y) AS SELECT id, n FROM z WITH CHECK OPTION",
            "CREATE VIEW a AS SELECT m.x, z.n FROM m JOIN z ON z.id = m.x");
    create(world, LONG);

    assertThat(tie(world, LONG).views()).isEqualTo(3);
    assertThat(tie(world, LONG).views()).isEqualTo(3);
    try (Connection to = world.atTarget()) {
      MigrationWorld.execute(to, "USE " + Sql.name(DB), "INSERT INTO t VALUES (1, 2)");
      assertThat(MigrationWorld.rows(to, "SELECT x, n FROM a")).containsExactly("1|2");
    }
  }
}
