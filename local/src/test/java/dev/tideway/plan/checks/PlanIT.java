package dev.tideway.plan.checks;

import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.fixture.Wire;
import dev.tideway.jdbc.Sql;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.plan.PlanAccess;
import dev.tideway.run.Deadline;
import dev.tideway.schema.ConversionAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The phase Plan as a whole: what it may do to the source, what it leaves, and how it handles faulty servers. */
class PlanIT {
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final String DB = "whole_plan";

  /** A statement that changes something, or holds a lock longer than it runs. */
  private static final Pattern WRITES =
      Pattern.compile(
          "(?is)^\\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE|RENAME|GRANT|REVOKE|LOCK|FLUSH|CALL|LOAD|OPTIMIZE|ANALYZE|XA (?!RECOVER)|BEGIN|START|SET GLOBAL|SET PERSIST|SET (SESSION )?autocommit ?= ?(0|OFF)).*"
              + "|.*\\b(FOR UPDATE|FOR SHARE|LOCK IN SHARE MODE|GET_LOCK)\\b.*");

  private static MigrationFixture fixture(LocalFlavour flavour, String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(flavour), TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + DB);
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + DB, "CREATE DATABASE " + DB + " COLLATE utf8mb4_bin", "USE " + DB);
      MigrationFixture.execute(from, statements);
    }
    fixture.select(DB);
    return fixture;
  }

  private static DatabaseSecret through(Wire wire, DatabaseServer server) {
    return new DatabaseSecret("127.0.0.1", wire.port(), server.migration().user(), server.migration().password());
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void changesNothingOnTheSourceAndNeedsNoRightTo(LocalFlavour flavour) throws SQLException {
    MigrationFixture fixture =
        fixture(
            flavour, "CREATE TABLE p (id INT PRIMARY KEY)", "CREATE TABLE c (id INT PRIMARY KEY, p INT, d DATE, x TEXT, FOREIGN KEY (p) REFERENCES p (id))",
            "CREATE VIEW v AS SELECT id FROM p", "INSERT INTO p VALUES (1)", "INSERT INTO c VALUES (1, 1, '2026-01-01', 'x')");
    DatabaseServer server = TestServers.shared(flavour);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(
          from, "DROP USER IF EXISTS reader_only", "CREATE USER reader_only IDENTIFIED BY 'reader-password-1'",
          "GRANT SELECT, SHOW VIEW, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO reader_only", "SET GLOBAL log_output = 'TABLE'",
          "TRUNCATE TABLE mysql.general_log", "SET GLOBAL general_log = ON");
      try {
        fixture.secret("source", new DatabaseSecret(server.host(), server.port(), "reader_only", "reader-password-1"));
        List<Finding> findings = new PlanChain(fixture, () -> LONG).whole();
        assertThat(findings).filteredOn(f -> f.severity() == Severity.blocker).isEmpty();
        assertThat(PlanAccess.write(fixture)).isTrue();
      } finally {
        MigrationFixture.execute(from, "SET GLOBAL general_log = OFF");
      }
      List<String> statements =
          MigrationFixture.rows(from, "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE user_host LIKE 'reader\\_only%' AND command_type IN ('Query', 'Execute', 'Prepare')");
      assertThat(statements).hasSizeGreaterThan(40).noneMatch(sql -> WRITES.matcher(sql).matches());
      MigrationFixture.execute(from, "DROP USER reader_only", "SET GLOBAL log_output = 'FILE'");
    }
  }

  /** A killed function leaves the same as a cut connection: nothing that it could still have done is done. */
  @Test
  void leavesNoScratchDatabaseOnceItHasRunAgain() throws SQLException {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      tables.add("CREATE TABLE t" + i + " (id INT PRIMARY KEY, a INT, KEY a (a))");
    }
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, tables.toArray(String[]::new));
    new PlanChain(fixture, () -> LONG).withoutDryRun();
    int left = 0;
    for (long answers : new long[] {2_500, 4_000, 5_000, 6_000, 8_000}) {
      try (Wire wire = new Wire(TIDB.host(), TIDB.port(), answers, false)) {
        fixture.secret("target", through(wire, TIDB));
        try {
          new ConversionAccess(fixture).dryRun(LONG);
        } catch (RuntimeException e) {
          // killed
        }
      }
      left += scratch(fixture).size();
      fixture.secret("target", new DatabaseSecret(TIDB.host(), TIDB.port(), TIDB.migration().user(), TIDB.migration().password()));
      new ConversionAccess(fixture).dryRun(LONG);
      assertThat(scratch(fixture)).isEmpty();
    }
    assertThat(left).as("dry runs that were killed in the middle").isPositive();
  }

  @Test
  void leavesNoScratchDatabaseAfterItsProcessWasKilled() throws Exception {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      tables.add("CREATE TABLE t" + i + " (id INT PRIMARY KEY, a INT, KEY a (a))");
    }
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, tables.toArray(String[]::new));
    for (int created : new int[] {0, 3, 15}) {
      Process plan = PlanProcess.start(TestServers.shared(LocalFlavour.MARIADB), TIDB, fixture.run().migration(), DB);
      while (plan.isAlive() && scratchTables(fixture) < created) {
        Thread.sleep(5);
      }
      // SIGKILL: no code of the process runs any more
      assertThat(plan.destroyForcibly().waitFor()).as("killed in the middle of its dry run").isEqualTo(137);
      assertThat(scratch(fixture)).as("left by the process").hasSize(1);
      new PlanChain(fixture, () -> LONG).whole();
      assertThat(scratch(fixture)).isEmpty();
    }
  }

  /** How many tables the scratch database has, -1 if there is none. */
  private static int scratchTables(MigrationFixture fixture) throws SQLException {
    try (Connection to = fixture.atTarget()) {
      return scratch(fixture).isEmpty()
          ? -1
          : Integer.parseInt(
              MigrationFixture.rows(to, "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA LIKE 'tideway\\_dryrun\\_%'").getFirst());
    }
  }

  private static List<String> scratch(MigrationFixture fixture) throws SQLException {
    try (Connection to = fixture.atTarget()) {
      return MigrationFixture.rows(to, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'tideway\\_dryrun\\_%'");
    }
  }

  @Test
  void plansFiveHundredTablesInSlicesOfTwentySeconds() throws SQLException {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      tables.add("CREATE TABLE t" + i + " (id INT PRIMARY KEY, a INT, b VARCHAR(20), d DATE, x TEXT, KEY a (a), KEY b (b))");
    }
    MigrationFixture fixture = fixture(LocalFlavour.MYSQL, tables.toArray(String[]::new));
    PlanChain chain = new PlanChain(fixture, PlanIT::twentySeconds);

    List<Finding> findings = chain.whole();

    assertThat(findings).filteredOn(f -> f.severity() == Severity.blocker).isEmpty();
    assertThat(PlanAccess.write(fixture)).isTrue();
    assertThat(scratch(fixture)).isEmpty();
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "DROP DATABASE " + DB);
    }
  }

  private static Deadline twentySeconds() {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    return Deadline.startingNow(() -> Duration.ofNanos(end - System.nanoTime()));
  }

  @Test
  void turnsAServerThatStopsInTheMiddleIntoAFinding() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY)");
    DatabaseServer server = TestServers.shared(LocalFlavour.MARIADB);
    for (long answers : new long[] {6_000, 14_000, 24_000}) {
      try (Wire wire = new Wire(server.host(), server.port(), answers, false)) {
        fixture.secret("source", through(wire, server));
        assertThat(new PlanChain(fixture, () -> LONG).withoutDryRun()).extracting(Finding::code).containsAnyOf("TW-P304", "TW-P300", "TW-P107", "TW-P103", "TW-P104");
        assertThat(wire.failed()).isTrue();
        assertThat(PlanAccess.write(fixture)).isFalse();
      }
    }
  }

  @Test
  void turnsAServerThatStopsAnsweringIntoAFinding() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MYSQL, "CREATE TABLE t (id INT PRIMARY KEY)");
    DatabaseServer server = TestServers.shared(LocalFlavour.MYSQL);
    try (Wire wire = new Wire(server.host(), server.port(), 30_000, true)) {
      fixture.secret("source", through(wire, server));
      assertThat(new PlanChain(fixture, PlanIT::sixSeconds).withoutDryRun()).extracting(Finding::code).contains("TW-P304");
      assertThat(PlanAccess.write(fixture)).isFalse();
    }
  }

  private static Deadline sixSeconds() {
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    return Deadline.startingNow(() -> Duration.ofNanos(end - System.nanoTime()));
  }

  @Test
  void checksAgainWhenAPlanIsMadeAgain() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY, d DATE)");
    assertThat(new PlanChain(fixture, () -> LONG).withoutDryRun()).extracting(Finding::code).doesNotContain("TW-P344", "TW-P041");
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(from, "SET sql_mode = ''", "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1, '0000-00-00')");
      MigrationFixture.execute(to, "CREATE DATABASE " + DB, "CREATE TABLE " + Sql.name(DB, "t") + " (id INT)", "INSERT INTO " + Sql.name(DB, "t") + " VALUES (1)");
    }
    assertThat(new PlanChain(fixture, () -> LONG).withoutDryRun()).extracting(Finding::code).contains("TW-P344", "TW-P041");
  }
}
