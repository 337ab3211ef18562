package dev.tideway.plan.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.PreflightHandler;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.plan.Estimates;
import dev.tideway.plan.Prices;
import dev.tideway.plan.StoredPrograms;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.TargetOwnership;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreflightIT {
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final String DB = "pre flight";

  private static MigrationFixture fixture(LocalFlavour source, String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(source), TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(DB));
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB) + " COLLATE utf8mb4_bin", "USE " + Sql.name(DB));
      MigrationFixture.execute(from, statements);
    }
    fixture.select(DB);
    return fixture;
  }

  private static List<String> codes(MigrationFixture fixture) {
    // other tests set binlog_format on the shared server, so its sessions may be older than that
    return findings(fixture).stream().filter(f -> f.severity() != Severity.info && !f.code().equals("TW-P310")).map(Finding::code).toList();
  }

  private static List<Finding> findings(MigrationFixture fixture) {
    assertThat(new InventoryAccess(fixture).take(LONG)).isTrue();
    new PreflightHandler(fixture.objects(), fixture, fixture.locks(), "us-east-1").handle(new PreflightHandler.Input(fixture.run()), LONG);
    return fixture.objects().read(fixture.run().key("findings-preflight.json"), FINDINGS);
  }

  /** The findings of one check, read with the administrator's connection. */
  private static List<String> ask(MigrationFixture fixture, Check.Ask ask) throws SQLException {
    return asked(fixture, ask).stream().map(Finding::code).toList();
  }

  private static String saying(MigrationFixture fixture, Check.Ask ask) throws SQLException {
    return asked(fixture, ask).toString();
  }

  private static List<Finding> asked(MigrationFixture fixture, Check.Ask ask) throws SQLException {
    try (Connection from = fixture.atSource()) {
      CheckContext.Address address = new CheckContext.Address("h", 1, "u");
      Inventory inventory = fixture.objects().read(fixture.run().key(Inventory.FILE.name()), Inventory.class);
      Migration migration = fixture.objects().read(fixture.run().key("migration.json"), Migration.class);
      CheckContext context =
          new CheckContext(migration, inventory, false, address, address, Estimates.of(inventory, migration, Prices.read(), ""), "");
      return ask.look(context, from);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void seesTransactionsThatAreOpenOrPrepared(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = fixture(source, "CREATE TABLE t (id INT PRIMARY KEY)");
    codes(fixture);
    try (Connection busy = fixture.atSource()) {
      MigrationFixture.execute(busy, "USE " + Sql.name(DB), "XA START 'x'", "INSERT INTO t VALUES (1)", "XA END 'x'", "XA PREPARE 'x'");
      assertThat(ask(fixture, SourceQuestions::xa)).containsExactly("TW-P317");
      assertThat(codes(fixture)).contains("TW-P317");
      MigrationFixture.execute(busy, "XA ROLLBACK 'x'");
      assertThat(ask(fixture, SourceQuestions::xa)).isEmpty();

      MigrationFixture.execute(busy, "BEGIN", "INSERT INTO t VALUES (1)");
      letTheServerLookAgain();
      assertThat(ask(fixture, (s, c) -> SourceQuestions.longTransactions(c, -60))).containsExactly("TW-P318");
      assertThat(ask(fixture, SourceQuestions::longTransactions)).isEmpty();
      MigrationFixture.execute(busy, "ROLLBACK");
      letTheServerLookAgain();
      assertThat(ask(fixture, (s, c) -> SourceQuestions.longTransactions(c, -60))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void seesWhoWritesAlthoughTheSourceIsFrozen(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = fixture(source, "CREATE TABLE t (id INT PRIMARY KEY)");
    codes(fixture);
    String right = source == LocalFlavour.MARIADB ? "READ_ONLY ADMIN" : "SUPER";
    try (Connection from = fixture.atSource()) {
      String before = MigrationFixture.rows(from, "SELECT @@GLOBAL.event_scheduler").getFirst();
      MigrationFixture.execute(
          from, "USE " + Sql.name(DB), "DROP USER IF EXISTS batch", "CREATE USER batch IDENTIFIED BY 'batch-password-1'", "GRANT " + right + " ON *.* TO batch",
          "CREATE EVENT tick ON SCHEDULE EVERY 1 DAY STARTS '2037-01-01 00:00:00' DO DELETE FROM t", "SET GLOBAL event_scheduler = ON");
      try {
        assertThat(ask(fixture, WriterChecks::events)).containsExactly("TW-P337");
        assertThat(saying(fixture, WriterChecks::accounts)).contains("'batch'@'%'").doesNotContain("mysql.sys");
        MigrationFixture.execute(from, "ALTER EVENT tick DISABLE", "REVOKE " + right + " ON *.* FROM batch");
        assertThat(ask(fixture, WriterChecks::events)).isEmpty();
        assertThat(saying(fixture, WriterChecks::accounts)).doesNotContain("'batch'@'%'");
      } finally {
        MigrationFixture.execute(from, "SET GLOBAL event_scheduler = " + before, "DROP EVENT tick", "DROP USER batch");
      }
    }
  }

  /** INNODB_TRX is a copy that InnoDB renews at most ten times a second. */
  private static void letTheServerLookAgain() {
    java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void triesTheRightsOfTheAccount(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = fixture(source, "CREATE TABLE seen (id INT PRIMARY KEY)", "CREATE TABLE half (id INT PRIMARY KEY, a INT)", "CREATE TABLE hidden (id INT PRIMARY KEY)");
    DatabaseServer server = TestServers.shared(source);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(
          from, "DROP USER IF EXISTS poor", "CREATE USER poor IDENTIFIED BY 'poor-password-1'", "GRANT SELECT ON " + Sql.name(DB, "seen") + " TO poor",
          "GRANT SELECT (id) ON " + Sql.name(DB, "half") + " TO poor", "GRANT INSERT ON " + Sql.name(DB, "hidden") + " TO poor");
      fixture.secret("source", new DatabaseSecret(server.host(), server.port(), "poor", "poor-password-1"));
      List<Finding> findings = findings(fixture);
      assertThat(findings).extracting(Finding::code).contains("TW-P330", "TW-P331", "TW-P301", "TW-P333", "TW-P395");
      assertThat(findings.stream().filter(f -> f.code().equals("TW-P332")).map(Finding::object)).containsExactly(DB + ".half", DB + ".hidden");

      // a right that a role grants counts once the role is a default role
      MigrationFixture.execute(
          from, "DROP ROLE IF EXISTS reader", "CREATE ROLE reader", "GRANT SELECT ON " + Sql.name(DB) + ".* TO reader",
          "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO reader", "GRANT reader TO poor");
      assertThat(findings(fixture)).extracting(Finding::code).contains("TW-P330", "TW-P331", "TW-P332");
      MigrationFixture.execute(from, source == LocalFlavour.MARIADB ? "SET DEFAULT ROLE reader FOR poor" : "SET DEFAULT ROLE reader TO poor");
      assertThat(findings(fixture)).extracting(Finding::code).doesNotContain("TW-P330", "TW-P331", "TW-P332");
      MigrationFixture.execute(from, "DROP USER poor", "DROP ROLE reader");
    }
  }

  @Test
  void findsWrongSettingsOfMariaDb() throws SQLException {
    List<String> arguments =
        List.of("--binlog-ignore-db=" + DB, "--max-statement-time=600", "--default-time-zone=+05:00", "--max-connections=15", "--max-binlog-total-size=1G");
    try (DatabaseServer server = SourceServer.MARIADB_11_4.start(CacheDirectory.standard(), arguments, Progress.silent())) {
      MigrationFixture fixture = fixture(server);
      try (Connection from = fixture.atSource()) {
        MigrationFixture.execute(from, "SET GLOBAL binlog_format = 'ROW'");
        List<Finding> findings = findings(fixture);
        assertThat(findings).extracting(Finding::code).contains("TW-P311", "TW-P326", "TW-P320", "TW-P319", "TW-P325", "TW-P310", "TW-P368");
      }
    }
  }

  @Test
  void findsWrongSettingsOfMySql() throws SQLException {
    List<String> arguments =
        List.of(
            "--binlog-do-db=other", "--max-execution-time=600000", "--default-time-zone=+05:00", "--max-connections=15",
            "--performance-schema=ON", "--binlog-transaction-dependency-tracking=COMMIT_ORDER");
    try (DatabaseServer server = SourceServer.MYSQL_8_0.start(CacheDirectory.standard(), arguments, Progress.silent())) {
      MigrationFixture fixture = fixture(server);
      try (Connection old = fixture.atSource()) {
        MigrationFixture.execute(old, "SET SESSION binlog_format = 'STATEMENT'");
        assertThat(findings(fixture)).extracting(Finding::code).contains("TW-P311", "TW-P326", "TW-P320", "TW-P319", "TW-P310", "TW-P368");
        MigrationFixture.execute(old, "SET SESSION binlog_format = 'ROW'");
        assertThat(findings(fixture)).extracting(Finding::code).doesNotContain("TW-P310");
      }
    }
  }

  private static MigrationFixture fixture(DatabaseServer server) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(server, TIDB);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "CREATE DATABASE " + Sql.name(DB) + " COLLATE utf8mb4_bin", "CREATE TABLE " + Sql.name(DB, "t") + " (id INT PRIMARY KEY)");
    }
    fixture.select(DB);
    return fixture;
  }

  @Test
  void saysHowLongTheWayBackStaysOpen() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY)");
    assertThat(findings(fixture)).extracting(Finding::code).contains("TW-P367");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "SET GLOBAL tidb_gc_life_time = '24h'");
      try {
        assertThat(findings(fixture)).extracting(Finding::code).doesNotContain("TW-P367");
      } finally {
        MigrationFixture.execute(to, "SET GLOBAL tidb_gc_life_time = '10m0s'");
      }
    }
  }

  /** The matrix of capabilities against the live server: what it contains is accepted, what it excludes is refused. */
  @Test
  void checksWhatTheLiveTargetSupports() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY)");
    findings(fixture);
    Server target = fixture.objects().read(fixture.run().key(Inventory.FILE.name()), Inventory.class).target();
    try (Connection to = fixture.atTarget()) {
      for (TargetFeature feature : TargetFeature.ALL) {
        MigrationFixture.execute(to, "DROP DATABASE IF EXISTS feature_matrix", "CREATE DATABASE feature_matrix", "USE feature_matrix");
        boolean made = true;
        try {
          MigrationFixture.execute(to, feature.attempt().toArray(String[]::new));
        } catch (SQLException e) {
          made = false;
        }
        assertThat(made).as(feature.what()).isEqualTo(feature.on(target));
      }
      MigrationFixture.execute(to, "DROP DATABASE feature_matrix");
    }
  }

  @Test
  void writesAccountsAndProgramsForPeople() throws SQLException {
    MigrationFixture fixture =
        fixture(
            LocalFlavour.MYSQL, "CREATE TABLE t (id INT PRIMARY KEY, a INT)", "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 7",
            "CREATE PROCEDURE p() SELECT 42", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t WHERE id < 0");
    DatabaseServer server = TestServers.shared(LocalFlavour.MYSQL);
    fixture.secret("source", new DatabaseSecret(server.host(), server.port(), server.admin().user(), server.admin().password()));
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          from, "DROP USER IF EXISTS 'o''brien'@'10.%'", "CREATE USER 'o''brien'@'10.%' IDENTIFIED BY 'very-secret-1'",
          "GRANT SELECT, INSERT, EXECUTE ON " + Sql.name(DB) + ".* TO 'o''brien'@'10.%'", "GRANT SELECT (a) ON " + Sql.name(DB, "t") + " TO 'o''brien'@'10.%'");
      assertThat(findings(fixture)).extracting(Finding::code).contains("TW-P396", "TW-P349");
      String users = fixture.objects().get(fixture.run().key(AccountScript.FILE.name())).orElseThrow();
      assertThat(users)
          .contains("GRANT SELECT, INSERT ON `" + DB + "`.* TO 'o''brien'@'10.%';", "-- no counterpart: EXECUTE", "-- no counterpart: SELECT (`a`)")
          .doesNotContain("very-secret-1");
      // the statements are the target's language
      MigrationFixture.execute(to, "CREATE DATABASE IF NOT EXISTS " + Sql.name(DB), "CREATE TABLE IF NOT EXISTS " + Sql.name(DB, "t") + " (id INT PRIMARY KEY, a INT)");
      List<String> statements = users.lines().filter(l -> l.contains("brien") && !l.startsWith("--")).toList();
      assertThat(statements).hasSize(2);
      MigrationFixture.execute(to, statements.toArray(String[]::new));
      MigrationFixture.execute(to, "DROP USER 'o''brien'@'10.%'", "DROP DATABASE " + Sql.name(DB));
      MigrationFixture.execute(from, "DROP USER 'o''brien'@'10.%'");
    }
    StoredPrograms programs = fixture.objects().read(fixture.run().key(StoredPrograms.FILE.name()), StoredPrograms.class);
    assertThat(programs.programs()).extracting(StoredPrograms.Program::kind).containsExactly("trigger", "procedure", "event");
    assertThat(programs.programs()).extracting(StoredPrograms.Program::text).containsExactly("SET NEW.a = 7", "SELECT 42", "DELETE FROM t WHERE id < 0");
  }

  /** Everything that an account has on the selected schemas, as statements that run on the target without a change, and again, or as comments. */
  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void writesAllRightsOfAllAccounts(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(source, "CREATE TABLE t (id INT PRIMARY KEY, a INT)", "CREATE TABLE `not here` (id INT PRIMARY KEY)", "CREATE PROCEDURE p() SELECT 42");
    DatabaseServer server = TestServers.shared(source);
    fixture.secret("source", new DatabaseSecret(server.host(), server.port(), server.admin().user(), server.admin().password()));
    fixture.select(List.of(new Migration.SchemaSelection(DB, List.of())), List.of(DB + ".not here"));
    String schema = Sql.name(DB);
    String pattern = "`" + DB.substring(0, DB.length() - 1) + "_`";
    String exact = "`" + DB.replace("_", "\\_") + "`";
    List<String> names = List.of("tw_u1", "tw_u2", "tw_u3", "tw_u4", "tw_u5", "tw_u6", "tw_u7");
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      for (String name : names) {
        MigrationFixture.execute(from, "DROP USER IF EXISTS " + name);
        MigrationFixture.execute(to, "DROP USER IF EXISTS " + name);
      }
      MigrationFixture.execute(from, "DROP ROLE IF EXISTS tw_role", "CREATE ROLE tw_role", "GRANT SELECT ON " + schema + ".* TO tw_role");
      MigrationFixture.execute(to, "DROP ROLE IF EXISTS tw_role");
      MigrationFixture.execute(
          from, "CREATE USER tw_u1", "GRANT tw_role TO tw_u1 WITH ADMIN OPTION",
          source == LocalFlavour.MARIADB ? "SET DEFAULT ROLE tw_role FOR tw_u1" : "SET DEFAULT ROLE tw_role TO tw_u1", "CREATE USER tw_u2",
          "GRANT SELECT ON " + pattern + ".* TO tw_u2", "CREATE USER tw_u3", "GRANT EXECUTE ON PROCEDURE " + schema + ".p TO tw_u3", "CREATE USER tw_u4",
          // only an account that may act for every user can grant PROXY
          "INSERT INTO mysql.proxies_priv (Host, User, Proxied_host, Proxied_user, With_grant, Grantor) VALUES ('%', 'tw_u4', '%', 'tw_u1', 0, '')",
          "FLUSH PRIVILEGES", "CREATE USER tw_u5 REQUIRE SUBJECT '/CN=a' WITH MAX_USER_CONNECTIONS 3",
          "GRANT ALL ON " + exact + ".* TO tw_u5 WITH GRANT OPTION", "CREATE USER tw_u6 REQUIRE SSL",
          "GRANT SELECT (a), INSERT ON " + schema + ".t TO tw_u6", "GRANT SELECT ON " + schema + ".`not here` TO tw_u6", "CREATE USER tw_u7",
          "GRANT SELECT ON mysql.* TO tw_u7");
      codes(fixture);
      List<String> users = fixture.objects().get(fixture.run().key(AccountScript.FILE.name())).orElseThrow().lines().toList();
      assertThat(users)
          .contains(
              "CREATE ROLE IF NOT EXISTS 'tw_role'@'%';", "GRANT SELECT ON " + schema + ".* TO 'tw_role'@'%';", "GRANT 'tw_role'@'%' TO 'tw_u1'@'%';",
              "SET DEFAULT ROLE 'tw_role'@'%' TO 'tw_u1'@'%';", "-- no counterpart: WITH ADMIN OPTION of 'tw_role'@'%'",
              "GRANT SELECT ON " + pattern + ".* TO 'tw_u2'@'%';", "CREATE USER IF NOT EXISTS 'tw_u3'@'%' ACCOUNT LOCK;",
              "-- no counterpart: EXECUTE ON PROCEDURE " + schema + ".`p`, since TiDB has no routines",
              "CREATE USER IF NOT EXISTS 'tw_u5'@'%' REQUIRE SUBJECT '/CN=a' ACCOUNT LOCK;",
              "GRANT ALL PRIVILEGES ON " + exact + ".* TO 'tw_u5'@'%' WITH GRANT OPTION;",
              "-- no counterpart: WITH MAX_USER_CONNECTIONS 3, which TiDB ignores", "CREATE USER IF NOT EXISTS 'tw_u6'@'%' REQUIRE SSL ACCOUNT LOCK;",
              "GRANT INSERT ON " + schema + ".`t` TO 'tw_u6'@'%';", "-- no counterpart: SELECT (`a`) ON " + schema + ".`t`",
              "-- not migrated: SELECT ON " + schema + ".`not here`")
          .anyMatch(l -> l.startsWith("-- no counterpart: PROXY ON "))
          .noneMatch(l -> l.contains("tw_u7") || (l.contains("PUBLIC") && !l.startsWith("--")))
          .filteredOn(l -> l.contains("tw_role") && l.startsWith("CREATE USER")).isEmpty();
      String[] statements = users.stream().filter(l -> !l.isBlank() && !l.startsWith("--")).toArray(String[]::new);
      MigrationFixture.execute(to, "CREATE DATABASE IF NOT EXISTS " + schema, "CREATE TABLE IF NOT EXISTS " + Sql.name(DB, "t") + " (id INT PRIMARY KEY, a INT)");
      MigrationFixture.execute(to, statements);
      List<String> once = grants(to);
      MigrationFixture.execute(to, statements);
      assertThat(grants(to)).as("a second run changes nothing").isEqualTo(once);
      for (String name : names) {
        MigrationFixture.execute(from, "DROP USER IF EXISTS " + name);
        MigrationFixture.execute(to, "DROP USER IF EXISTS " + name);
      }
      MigrationFixture.execute(from, "DROP ROLE tw_role");
      MigrationFixture.execute(to, "DROP ROLE tw_role", "DROP DATABASE " + schema);
    }
  }

  private static List<String> grants(Connection to) throws SQLException {
    List<String> all = new ArrayList<>(MigrationFixture.rows(to, "SELECT User, Host, Account_locked FROM mysql.user WHERE User LIKE 'tw\\_%' ORDER BY 1"));
    for (String name : List.of("tw_u1", "tw_u2", "tw_u5", "tw_u6", "tw_role")) {
      all.addAll(MigrationFixture.rows(to, "SHOW GRANTS FOR " + name));
    }
    all.addAll(MigrationFixture.rows(to, "SELECT * FROM mysql.default_roles ORDER BY 1, 2"));
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void findsNothingWrongWithASoundSource(LocalFlavour source) throws SQLException {
    assertThat(codes(fixture(source, "CREATE TABLE t (id INT PRIMARY KEY)"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void seesSettingsOfTheBinaryLog(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = fixture(source, "CREATE TABLE t (id INT PRIMARY KEY)");
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "SET GLOBAL binlog_format = 'MIXED'", "SET GLOBAL binlog_row_image = 'MINIMAL'", "SET GLOBAL binlog_expire_logs_seconds = 3600");
      try {
        assertThat(codes(fixture)).containsExactly("TW-P023", "TW-P024", "TW-P026");
      } finally {
        MigrationFixture.execute(from, "SET GLOBAL binlog_format = 'ROW'", "SET GLOBAL binlog_row_image = 'FULL'", "SET GLOBAL binlog_expire_logs_seconds = 864000");
      }
    }
    assertThat(codes(fixture)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void refusesTablesWithoutKeyAndNamesThatCollide(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(
            source,
            "CREATE TABLE nokey (a INT, UNIQUE KEY (a))",
            "CREATE TABLE unique_only (a INT NOT NULL, UNIQUE KEY (a))",
            "CREATE TABLE Orders (id INT PRIMARY KEY)",
            "CREATE TABLE orders (id INT PRIMARY KEY)",
            "CREATE TABLE `it's` (id INT PRIMARY KEY)",
            "CREATE TABLE old (id INT PRIMARY KEY) ENGINE = MyISAM");

    assertThat(codes(fixture)).containsExactly("TW-P061", "TW-P062", "TW-P060", "TW-P063");
  }

  @Test
  void refusesForeignTablesOnTheTargetAndRecognizesItsOwn() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE full_one (id INT PRIMARY KEY)", "CREATE TABLE empty_one (id INT PRIMARY KEY)");
    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          to, "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB), "CREATE TABLE Full_One (id INT)", "INSERT INTO full_one VALUES (1)",
          "CREATE TABLE empty_one (id INT)", "CREATE TABLE unrelated (id INT)");
    }
    assertThat(codes(fixture)).containsExactlyInAnyOrder("TW-P041", "TW-P042");

    fixture.locks().created(fixture.run().migration(), fixture.run().fence(), TargetOwnership.resource(new DatabaseSecret(TIDB.host(), TIDB.port(), "", "")));
    assertThat(codes(fixture)).isEmpty();
  }

  @Test
  void refusesATargetThatIsNoTiDb() throws SQLException {
    DatabaseServer mysql = TestServers.shared(LocalFlavour.MYSQL);
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY)");
    fixture.secret("target", new DatabaseSecret(mysql.host(), mysql.port(), mysql.migration().user(), mysql.migration().password()));

    assertThat(codes(fixture)).contains("TW-P040");
  }
}
