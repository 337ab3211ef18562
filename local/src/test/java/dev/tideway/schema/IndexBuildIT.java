package dev.tideway.schema;

import dev.tideway.error.MigrationFailed;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.BuildIndexesHandler;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.CreateTablesHandler;
import dev.tideway.lambda.ProbeIndexesHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Inventory;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IndexBuildIT {
  private static final DatabaseServer SOURCE = TestServers.shared(LocalFlavour.MARIADB);
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final String DB = "index build";
  private static final Duration LONG = Duration.ofMinutes(10);

  private static MigrationFixture fixture(String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(SOURCE, TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(DB));
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationFixture.execute(from, statements);
    }
    plan(fixture);
    return fixture;
  }

  /** What Plan and Prepare do in each execution. */
  private static void plan(MigrationFixture fixture) {
    fixture.select(DB);
    assertThat(new InventoryAccess(fixture).take(() -> LONG)).isTrue();
    // no table is small enough to get its indexes before the load
    Inventory inventory = fixture.objects().read(fixture.run().key(Inventory.FILE.name()), Inventory.class);
    fixture.objects().putJson(
        fixture.run().key(Inventory.FILE.name()), inventory.withTables(inventory.tables().stream().map(t -> t.withRows(1_000_000)).toList()));
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), () -> LONG);
    new CreateTablesHandler(fixture.objects(), fixture, fixture.locks()).handle(new CreateTablesHandler.Input(fixture.run()), () -> LONG);
  }

  private static BuildIndexesHandler.Output build(MigrationFixture fixture, Duration left) {
    return build(fixture, IndexAttempt.afterLoad, left);
  }

  private static BuildIndexesHandler.Output build(MigrationFixture fixture, IndexAttempt attempt, Duration left) {
    return new BuildIndexesHandler(fixture.objects(), fixture, fixture.locks())
        .handle(new BuildIndexesHandler.Input(fixture.run(), attempt), () -> left);
  }

  private static Verdict probe(MigrationFixture fixture, Duration left) {
    return new ProbeIndexesHandler(fixture.objects(), fixture, fixture.locks()).handle(new Question(fixture.run(), "Index: Await", "lease"), () -> left);
  }

  private static List<String> jobs(MigrationFixture fixture) throws SQLException {
    try (Connection to = fixture.atTarget()) {
      return MigrationFixture.rows(
          to, "SELECT STATE FROM information_schema.ddl_jobs WHERE QUERY LIKE '%tideway " + fixture.run().migration() + "%' AND JOB_TYPE NOT LIKE '%subjob%'");
    }
  }

  /** So many rows that a build takes longer than several calls. */
  private static void fill(MigrationFixture fixture, String table) throws SQLException {
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          to, "USE " + Sql.name(DB), "SET GLOBAL tidb_ddl_reorg_worker_cnt = 1", "SET GLOBAL tidb_ddl_reorg_batch_size = 32",
          "INSERT INTO " + table + " (id, a, b, c) VALUES (1, 1, 1, 'x'), (2, 2, 2, 'y')");
      for (int rows = 2; rows < 60_000; rows *= 2) {
        MigrationFixture.execute(to, "INSERT INTO " + table + " (id, a, b, c) SELECT id + " + rows + ", a + " + rows + ", b + " + rows + ", c FROM " + table);
      }
    }
  }

  /** The server is shared: builds of other tests must not become slow too. */
  @AfterEach
  void buildsAtFullSpeedAgain() throws SQLException {
    try (Connection to = TIDB.connect(TIDB.admin())) {
      MigrationFixture.execute(to, "SET GLOBAL tidb_ddl_reorg_worker_cnt = DEFAULT", "SET GLOBAL tidb_ddl_reorg_batch_size = DEFAULT");
    }
  }

  @Test
  void findsARunningBuildAgainAndNeverIssuesItTwice() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(10), UNIQUE KEY ua (a), KEY kb (b), KEY kc (c, b))");
    fill(fixture, "t");

    // less time is left than the first check takes: a statement is still issued, or no step would ever make progress
    BuildIndexesHandler.Output first = build(fixture, Duration.ofMinutes(1).plusMillis(1));
    assertThat(first.done()).isZero();
    assertThat(first.running()).isPositive();

    int calls = 0;
    Verdict verdict = probe(fixture, Duration.ofMinutes(1).plusMillis(700));
    while (verdict.state() == Verdict.State.notYet) {
      calls++;
      verdict = probe(fixture, Duration.ofMinutes(1).plusMillis(700));
    }

    assertThat(calls).isGreaterThan(1);
    assertThat(verdict.state()).isEqualTo(Verdict.State.satisfied);
    assertThat(verdict.result().get("indexes").asInt()).isEqualTo(3);
    // the unique one alone, the rest together
    assertThat(jobs(fixture)).hasSize(2).containsOnly("synced");
  }

  @Test
  void postponesAUniqueIndexWithEqualKeysUntilReplicationHasCaughtUp() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, UNIQUE KEY ua (a), KEY ka (a))");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, 7), (2, 7)");
      assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(1, 0, 0, 1));
      Verdict verdict = probe(fixture, LONG);
      assertThat(verdict.state()).isEqualTo(Verdict.State.satisfied);
      assertThat(verdict.result().get("postponed").asInt()).isEqualTo(1);
      assertThat(verdict.explanation()).contains(DB + ".t.ua");

      // a change arrives that the load had not read
      MigrationFixture.execute(to, "UPDATE " + Sql.name(DB, "t") + " SET a = 8 WHERE id = 2");
    }
    assertThat(build(fixture, IndexAttempt.afterCatchUp, LONG)).isEqualTo(new BuildIndexesHandler.Output(2, 0, 0, 0));
    assertThat(jobs(fixture)).containsExactlyInAnyOrder("rollback done", "synced", "synced");
    assertThat(fixture.objects().get(fixture.run().key("done-indexes.json")).orElseThrow()).contains(DB + ".t.ka", DB + ".t.ua");
  }

  @Test
  void deletesRowsThatACascadeDeletedOnTheSourceBeforeTheSecondAttempt() throws SQLException {
    MigrationFixture fixture = fixture(
        "CREATE TABLE p (id INT PRIMARY KEY)",
        "CREATE TABLE c (k VARCHAR(10), p INT, a INT, PRIMARY KEY (k), UNIQUE KEY ua (a), FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE)"
            + " COLLATE utf8mb4_general_ci",
        "INSERT INTO p VALUES (1), (2)",
        "INSERT INTO c VALUES ('New', 2, 7), ('other', 1, 8), ('more', 1, 9)");
    try (Connection from = fixture.atSource(); Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "INSERT INTO " + Sql.name(DB, "c") + " VALUES ('old', 1, 7), ('New', 2, 7), ('other', 1, 8), ('more', 1, 9), ('lost', 1, 10)");
      assertThat(build(fixture, LONG).postponed()).isEqualTo(1);
      assertThat(build(fixture, IndexAttempt.afterCatchUp, LONG).postponed()).isZero();
      assertThat(MigrationFixture.rows(to, "SELECT k FROM " + Sql.name(DB, "c") + " ORDER BY a")).containsExactly("New", "other", "more", "lost");
    }
  }

  @Test
  void namesTheDuplicateKeysOfAUniqueIndexOnlyAfterTheSecondAttempt() throws SQLException {
    MigrationFixture fixture = fixture(
        "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20), b INT, UNIQUE KEY uab (a, b)) COLLATE utf8mb4_general_ci",
        "CREATE TABLE p (id INT PRIMARY KEY, a VARCHAR(20), UNIQUE KEY up (a(2)))");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, 'Secret', 7), (2, 'SECRET', 7), (3, NULL, 7), (4, NULL, 7), (5, 'x', 1)",
          "INSERT INTO " + Sql.name(DB, "p") + " VALUES (1, 'xya'), (2, 'xyb')");
    }
    assertThat(build(fixture, LONG).postponed()).isEqualTo(2);
    for (int round = 0; round < 2; round++) {
      assertThatThrownBy(() -> build(fixture, IndexAttempt.afterCatchUp, LONG))
          .isInstanceOf(MigrationFailed.class)
          .hasMessageContaining("TW-E105")
          .hasMessageContaining("building uab of " + DB + ".t failed: 1062")
          .hasMessageContaining("building up of " + DB + ".p failed: 1062")
          .hasMessageContaining("1 keys are on more than one row (2 rows)")
          .hasMessageNotContaining("ecret");
      assertThatThrownBy(() -> probe(fixture, LONG)).isInstanceOf(MigrationFailed.class).hasMessageContaining("1062");
    }
    // one job for each index and attempt: read again, not issued again
    assertThat(jobs(fixture)).containsExactly("rollback done", "rollback done", "rollback done", "rollback done");

    String file = fixture.objects().get(fixture.run().key("duplicates.json")).orElseThrow();
    assertThat(file).containsIgnoringCase("\"secret\", \"7\"").contains("\"xy\"");
  }

  @Test
  void triesAFailedIndexAgainInTheNextExecution() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, UNIQUE KEY ua (a))");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, 7), (2, 7)");
      assertThat(build(fixture, LONG).postponed()).isEqualTo(1);
      MigrationFixture.execute(to, "DELETE FROM " + Sql.name(DB, "t") + " WHERE id = 2");
    }
    fixture.begin();
    plan(fixture);

    assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(1, 0, 0, 0));
  }

  @Test
  void findsAFailureThatNoFunctionWaitedFor() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(10), UNIQUE KEY ub (b))");
    fill(fixture, "t");
    try (Connection to = fixture.atTarget()) {
      // at the far end of the table, so that the build takes a while to reach it
      MigrationFixture.execute(to, "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1000000, 0, 1, 'z')");
    }
    build(fixture, IndexAttempt.afterCatchUp, Duration.ofMinutes(1).plusMillis(600));

    MigrationFailed failure = null;
    int percent = 0;
    while (failure == null) {
      try {
        Verdict verdict = probe(fixture, Duration.ofMinutes(1).plusMillis(500));
        assertThat(verdict.state()).isEqualTo(Verdict.State.notYet);
        percent = Math.max(percent, verdict.result().get("percent").asInt());
      } catch (MigrationFailed e) {
        failure = e;
      }
    }

    assertThat(failure).hasMessageContaining("building ub of " + DB + ".t").hasMessageContaining("1 keys are on more than one row");
    assertThat(percent).isBetween(0, 100);
    assertThat(jobs(fixture)).hasSize(1);
  }

  @Test
  void neitherChecksNorIssuesWhileADifferentCallDoes() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY (a), KEY (b))");
    try (Connection other = fixture.atTarget()) {
      assertThat(MigrationFixture.rows(other, "SELECT GET_LOCK('" + IndexBuild.lockName(fixture.run().migration()) + "', 0)")).containsExactly("1");
      assertThat(build(fixture, Duration.ofMinutes(1).plusMillis(1))).isEqualTo(new BuildIndexesHandler.Output(0, 2, 0, 0));
      assertThat(probe(fixture, Duration.ofMinutes(1).plusMillis(1)).state()).isEqualTo(Verdict.State.notYet);
    }
    assertThat(jobs(fixture)).isEmpty();

    assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(2, 0, 0, 0));
  }

  @Test
  void issuesNothingTwiceHoweverManyCallsBuildAndHoweverOftenTheyAreCutOff() throws Exception {
    String[] tables = new String[30];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = "CREATE TABLE t" + i + " (id INT PRIMARY KEY, a INT, b INT, c INT, UNIQUE KEY (a), KEY (b), KEY (c))";
    }
    MigrationFixture fixture = fixture(tables);

    try (ExecutorService calls = Executors.newFixedThreadPool(3)) {
      List<Future<Verdict.State>> states = new ArrayList<>();
      build(fixture, Duration.ofMinutes(1).plusMillis(1));
      do {
        states.clear();
        for (int i = 0; i < 3; i++) {
          states.add(calls.submit(() -> probe(fixture, Duration.ofMinutes(1).plusMillis(300)).state()));
        }
        for (Future<Verdict.State> state : states) {
          state.get();
        }
      } while (states.stream().noneMatch(s -> s.resultNow() == Verdict.State.satisfied));
    }

    // a unique one and two plain ones for each
    assertThat(jobs(fixture)).hasSize(60).containsOnly("synced");
  }

  /** 1,000 jobs take TiDB half a minute. A check must read as few of them as of 50,000: the test counts rows, not time. */
  @Test
  void readsOfTheTargetsHistoryOnlyWhatIsNewerThanTheBuild() throws SQLException {
    MigrationFixture fixture = fixture("CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY ua (a), KEY kb (b))");
    try (Connection to = fixture.atTarget()) {
      for (int i = 0; i < 1000; i++) {
        MigrationFixture.execute(to, "ALTER TABLE " + Sql.name(DB, "t") + " COMMENT = '" + i + "'");
      }
      long newest = IndexJobs.newest(to);
      assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(2, 0, 0, 0));
      // 200 more jobs after the build: the check still finds its jobs, and reads no further than to where the build began
      for (int i = 0; i < 200; i++) {
        MigrationFixture.execute(to, "ALTER TABLE " + Sql.name(DB, "t") + " COMMENT = '" + i + "'");
      }

      IndexJobs jobs = new IndexJobs(to, fixture.run().migration(), newest);
      jobs.check();
      assertThat(jobs.issued()).hasSize(2);
      assertThat(jobs.busyTables()).isEmpty();
      assertThat(jobs.rowsRead()).isBetween(200, 640);
      int read = jobs.rowsRead();
      jobs.check();
      assertThat(jobs.issued()).hasSize(2);
      assertThat(jobs.rowsRead() - read).isLessThanOrEqualTo(128);
    }
    assertThat(jobs(fixture)).hasSize(2);
  }

  @Test
  void buildsManySmallTables() throws SQLException {
    String[] tables = new String[40];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = "CREATE TABLE `t " + i + " */ -- x` (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY (a), KEY (b))";
    }
    MigrationFixture fixture = fixture(tables);

    assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(80, 0, 0, 0));
    assertThat(build(fixture, LONG)).isEqualTo(new BuildIndexesHandler.Output(80, 0, 0, 0));
    assertThat(jobs(fixture)).hasSize(80);
  }
}
