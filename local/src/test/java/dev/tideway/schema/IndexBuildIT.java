package dev.tideway.schema;

import dev.tideway.catalog.InventoryAccess;
import dev.tideway.error.MigrationFailed;
import dev.tideway.jdbc.Sql;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.TestServers;
import dev.tideway.testing.World;
import dev.tideway.waiting.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndexBuildIT {
  private static final DatabaseServer SOURCE = TestServers.shared(Flavour.MARIADB);
  private static final DatabaseServer TIDB = TestServers.shared(Flavour.TIDB);
  private static final String DB = "index build";
  private static final Duration LONG = Duration.ofMinutes(10);

  private static World world(String... statements) throws SQLException {
    World world = new World(SOURCE, TIDB);
    try (Connection from = world.atSource();
        Connection to = world.atTarget()) {
      World.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(DB));
      World.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      World.execute(from, statements);
    }
    plan(world);
    return world;
  }

  /** What Plan and Prepare do in each execution. */
  private static void plan(World world) {
    world.select(DB);
    assertThat(new InventoryAccess(world).take(() -> LONG)).isTrue();
    new ConvertFunction(world.objects()).handle(new ConvertFunction.Input(world.run()), () -> LONG);
    new CreateTablesFunction(world.objects(), world, world.locks()).handle(new CreateTablesFunction.Input(world.run()), () -> LONG);
  }

  private static BuildIndexesFunction.Output build(World world, Duration left) {
    return new BuildIndexesFunction(world.objects(), world, world.locks()).handle(new BuildIndexesFunction.Input(world.run()), () -> left);
  }

  private static Verdict probe(World world, Duration left) {
    return new ProbeIndexesFunction(world.objects(), world, world.locks()).handle(new ProbeIndexesFunction.Input(world.run()), () -> left);
  }

  private static List<String> jobs(World world) throws SQLException {
    try (Connection to = world.atTarget()) {
      return World.rows(
          to, "SELECT STATE FROM information_schema.ddl_jobs WHERE QUERY LIKE '%tideway " + world.run().migration() + "%' AND JOB_TYPE NOT LIKE '%subjob%'");
    }
  }

  /** Enough rows that a build outlives several calls. */
  private static void fill(World world, String table) throws SQLException {
    try (Connection to = world.atTarget()) {
      World.execute(
          to, "USE " + Sql.name(DB), "SET GLOBAL tidb_ddl_reorg_worker_cnt = 1", "SET GLOBAL tidb_ddl_reorg_batch_size = 32",
          "INSERT INTO " + table + " (id, a, b, c) VALUES (1, 1, 1, 'x'), (2, 2, 2, 'y')");
      for (int rows = 2; rows < 60_000; rows *= 2) {
        World.execute(to, "INSERT INTO " + table + " (id, a, b, c) SELECT id + " + rows + ", a + " + rows + ", b + " + rows + ", c FROM " + table);
      }
    }
  }

  /** The server is shared: other tests must not build slowly too. */
  @AfterEach
  void buildsAtFullSpeedAgain() throws SQLException {
    try (Connection to = TIDB.connect(TIDB.admin())) {
      World.execute(to, "SET GLOBAL tidb_ddl_reorg_worker_cnt = DEFAULT", "SET GLOBAL tidb_ddl_reorg_batch_size = DEFAULT");
    }
  }

  @Test
  void findsARunningBuildAgainAndNeverIssuesItTwice() throws SQLException {
    World world = world("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(10), UNIQUE KEY ua (a), KEY kb (b), KEY kc (c, b))");
    fill(world, "t");

    // Lambda gives the function a moment more than its reserve: it issues a statement and leaves
    BuildIndexesFunction.Output first = build(world, Duration.ofMinutes(1).plusMillis(900));
    assertThat(first.done()).isZero();
    assertThat(first.running()).isPositive();

    int calls = 0;
    Verdict verdict = probe(world, Duration.ofSeconds(10).plusMillis(700));
    while (verdict.state() == Verdict.State.notYet) {
      calls++;
      verdict = probe(world, Duration.ofSeconds(10).plusMillis(700));
    }

    assertThat(calls).isGreaterThan(1);
    assertThat(verdict.state()).isEqualTo(Verdict.State.satisfied);
    assertThat(verdict.result().get("indexes").asInt()).isEqualTo(3);
    // the unique one alone, the others together
    assertThat(jobs(world)).hasSize(2).containsOnly("synced");
  }

  @Test
  void namesTableIndexAndErrorOfAUniqueIndexThatCannotBe() throws SQLException {
    World world = world("CREATE TABLE t (id INT PRIMARY KEY, a INT, UNIQUE KEY ua (a), KEY ka (a))");
    try (Connection to = world.atTarget()) {
      World.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, 7), (2, 7)");
    }

    assertThatThrownBy(() -> build(world, LONG))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("TW-E083")
        .hasMessageContaining("building ua of " + DB + ".t failed: 1062");
    Verdict verdict = probe(world, LONG);
    assertThat(verdict.state()).isEqualTo(Verdict.State.failed);
    assertThat(verdict.explanation()).contains("ua").contains("1062");
    // seen again, not tried again
    assertThat(jobs(world).stream().filter("rollback done"::equals)).hasSize(1);
  }

  @Test
  void triesAFailedIndexAgainInTheNextExecution() throws SQLException {
    World world = world("CREATE TABLE t (id INT PRIMARY KEY, a INT, UNIQUE KEY ua (a))");
    try (Connection to = world.atTarget()) {
      World.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, 7), (2, 7)");
      assertThatThrownBy(() -> build(world, LONG)).isInstanceOf(MigrationFailed.class);
      World.execute(to, "DELETE FROM " + Sql.name(DB, "t") + " WHERE id = 2");
    }
    world.begin();
    plan(world);

    assertThat(build(world, LONG)).isEqualTo(new BuildIndexesFunction.Output(1, 0, 0));
  }

  @Test
  void tellsAFailureThatNobodyWaitedFor() throws SQLException {
    World world = world("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(10), UNIQUE KEY ub (b))");
    fill(world, "t");
    try (Connection to = world.atTarget()) {
      // at the far end of the table, so that the build takes a while to find it
      World.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1000000, 0, 1, 'z')");
    }
    build(world, Duration.ofMinutes(1).plusMillis(600));

    Verdict verdict = probe(world, Duration.ofSeconds(10).plusMillis(500));
    while (verdict.state() == Verdict.State.notYet) {
      verdict = probe(world, Duration.ofSeconds(10).plusMillis(500));
    }

    assertThat(verdict.state()).isEqualTo(Verdict.State.failed);
    assertThat(verdict.explanation()).contains("building ub of " + DB + ".t");
    assertThat(jobs(world)).hasSize(1);
  }

  @Test
  void buildsManySmallTables() throws SQLException {
    String[] tables = new String[40];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = "CREATE TABLE `t " + i + " */ -- x` (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY (a), KEY (b))";
    }
    World world = world(tables);

    assertThat(build(world, LONG)).isEqualTo(new BuildIndexesFunction.Output(80, 0, 0));
    assertThat(build(world, LONG)).isEqualTo(new BuildIndexesFunction.Output(80, 0, 0));
    assertThat(jobs(world)).hasSize(80);
  }
}
