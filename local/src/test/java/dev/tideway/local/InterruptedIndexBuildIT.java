package dev.tideway.local;

import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.SchemaComparator;
import dev.tideway.local.servers.TestServers;
import dev.tideway.local.servers.TidbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole migration. During its index build, the function that issued an ALTER is killed; during a second ALTER, the database that runs it is killed. */
@EndToEnd
final class InterruptedIndexBuildIT {
  private static final int ROWS = 1 << 14;

  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final TidbServer target = (TidbServer) TestServers.ofTheApplication(LocalFlavour.TIDB);

  @AfterEach
  void buildAtFullSpeedAgain() throws SQLException {
    try (Connection connection = target.connect(target.admin())) {
      execute(connection, "SET GLOBAL tidb_ddl_reorg_worker_cnt = DEFAULT", "SET GLOBAL tidb_ddl_reorg_batch_size = DEFAULT");
    }
  }

  @Test
  void issuesNoIndexTwiceWhenTheFunctionIsKilledAndThenTheTargetStops() throws Exception {
    TestMigration migration = begin("interrupted");
    awaitRunningJob(migration, 1);
    assertThat(TestApplication.shared().killBusy("SchemaFunction")).isPositive();

    awaitRunningJob(migration, 2);
    target.restart();

    finish(migration, "interrupted");
  }

  private TestMigration begin(String schema) throws Exception {
    try (Connection from = source.connect(source.admin());
        Connection to = target.connect(target.admin())) {
      execute(to, "DROP DATABASE IF EXISTS " + schema, "SET GLOBAL tidb_ddl_reorg_worker_cnt = 1", "SET GLOBAL tidb_ddl_reorg_batch_size = 32");
      execute(
          from, "DROP DATABASE IF EXISTS " + schema, "CREATE DATABASE " + schema, "USE " + schema,
          "CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, c VARCHAR(20), UNIQUE KEY ua (a), KEY kb (b), KEY kc (c, b), KEY kba (b, a))",
          "INSERT INTO t VALUES (0, 0, 0, 'x')");
      for (int rows = 1; rows < ROWS; rows *= 2) {
        execute(from, "INSERT INTO t SELECT id + " + rows + ", a + " + rows + ", b + " + rows + ", c FROM t");
      }
      // otherwise the source might estimate a small table, whose indexes are built before the load
      execute(from, "ANALYZE TABLE t");
    }
    return new TestMigration(source, target, List.of(schema)).with(r -> r.withObject("/cutover").put("freeze", "declared")).start();
  }

  /** Until this many statements have become jobs and one of them is running. */
  private void awaitRunningJob(TestMigration migration, int statements) throws Exception {
    migration.awaitState("Index: Build");
    try (Connection connection = target.connect(target.admin())) {
      for (List<String> jobs = jobs(connection, migration); jobs.size() < statements || !jobs.contains("running"); jobs = jobs(connection, migration)) {
        assertThat(migration.states()).doesNotContain("Replicate: Announce");
        Thread.sleep(20);
      }
    }
  }

  private void finish(TestMigration migration, String schema) throws Exception {
    migration.approve();
    DescribeExecutionResponse end = TestApplication.shared().await(migration.execution());
    assertThat(end.statusAsString()).as(end.error() + " " + end.cause()).isEqualTo("SUCCEEDED");
    try (Connection connection = target.connect(target.admin())) {
      // the unique index alone, the rest together: no statement was issued twice
      assertThat(jobs(connection, migration)).containsExactly("synced", "synced");
    }
    assertThat(new SchemaComparator(source, target).compare(List.of(schema))).isEmpty();
    assertThat(new RowComparator(source, target).compare(List.of(schema), 5).differences()).isEmpty();
  }

  /** States of the migration's index jobs, one for each. */
  private static List<String> jobs(Connection connection, TestMigration migration) throws SQLException {
    List<String> states = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT STATE FROM information_schema.ddl_jobs WHERE QUERY LIKE '%tideway " + migration.name() + " %' AND JOB_TYPE NOT LIKE '%subjob%'")) {
      while (rows.next()) {
        states.add(rows.getString(1));
      }
    }
    return states;
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
