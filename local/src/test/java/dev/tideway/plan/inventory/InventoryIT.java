package dev.tideway.plan.inventory;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.error.Finding;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration.SchemaSelection;
import dev.tideway.run.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InventoryIT {
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final String DB = "in ventory";

  private static MigrationFixture fixture(LocalFlavour source, String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(source), TIDB);
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(DB), "CREATE DATABASE " + Sql.name(DB), "USE " + Sql.name(DB));
      MigrationFixture.execute(from, statements);
    }
    fixture.select(DB);
    return fixture;
  }

  private static InventoryReader.Counts take(MigrationFixture fixture, Deadline deadline) {
    return new InventoryHandler(fixture.objects(), fixture.locks(), fixture).handle(new InventoryHandler.Input(fixture.run()), deadline);
  }

  private static Inventory inventory(MigrationFixture fixture) {
    assertThat(take(fixture, LONG).reachable()).isTrue();
    return fixture.objects().read(fixture.run().key(Inventory.FILE.name()), Inventory.class);
  }

  private static List<Finding> findings(MigrationFixture fixture) {
    return fixture.objects().read(fixture.run().key("findings-inventory.json"), FINDINGS);
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void readsDefaultsAsTheyAreMeant(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(
            source,
            """
            CREATE TABLE t (id INT PRIMARY KEY, none INT, a VARCHAR(20) DEFAULT 'it''s \\\\ x', b VARCHAR(20) DEFAULT 'NULL', e VARCHAR(5) DEFAULT '',
              n INT DEFAULT -5, d DECIMAL(5,2) DEFAULT 1.5, dt DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
              bits BIT(3) DEFAULT b'101', now_text VARCHAR(20) DEFAULT 'current_timestamp()',
              g VARCHAR(90) AS (concat(a, 'x''y\\\\z')) STORED)""");

    Table table = inventory(fixture).table(new TableId(DB, "t"));

    assertThat(table.column("none").defaultValue()).isEmpty();
    assertThat(table.column("a").defaultValue()).contains("it's \\ x");
    assertThat(table.column("b").defaultValue()).contains("NULL");
    assertThat(table.column("e").defaultValue()).contains("");
    assertThat(table.column("n").defaultValue()).contains("-5");
    assertThat(table.column("d").defaultValue()).contains("1.50");
    assertThat(table.column("now_text").defaultIsExpression()).isFalse();
    assertThat(table.column("dt").defaultIsExpression()).isTrue();
    assertThat(table.column("dt").onUpdateNow()).isTrue();
    assertThat(table.column("bits").defaultValue()).contains("b'101'");
    assertThat(table.column("g").stored()).isTrue();
    assertThat(table.column("g").generation().orElseThrow()).contains("`a`").contains("y\\\\z");
  }

  @Test
  void readsExpressionsOfMySql() throws SQLException {
    MigrationFixture fixture =
        fixture(
            LocalFlavour.MYSQL,
            """
            CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(30), tx TEXT DEFAULT (concat('a''b(', '\\\\')), u VARCHAR(40) DEFAULT (uuid()),
              five INT DEFAULT (5), j JSON DEFAULT (json_object('a', 1)), KEY ke ((concat(v, 'x\\\\y'))))""");

    Table table = inventory(fixture).table(new TableId(DB, "t"));

    assertThat(table.column("tx").defaultValue()).contains("concat(_utf8mb4'a\\'b(',_utf8mb4'\\\\')");
    assertThat(table.column("u").defaultIsExpression()).isTrue();
    assertThat(table.column("five").defaultValue()).contains("5");
    assertThat(table.column("j").defaultValue()).contains("json_object(_utf8mb4'a',1)");
    assertThat(table.indexes().get(1).parts().getFirst().expression()).contains("concat(`v`,_utf8mb4'x\\\\y')");
  }

  @Test
  void recognizesMariaDbsJson() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT PRIMARY KEY, j JSON, odd INT CHECK (odd > 1), CONSTRAINT whole CHECK (id < 99))");

    Table table = inventory(fixture).table(new TableId(DB, "t"));

    assertThat(table.column("j").type()).isEqualTo("json");
    assertThat(table.column("j").collation()).isEmpty();
    assertThat(table.checks()).extracting(Table.Check::name).containsExactlyInAnyOrder("odd", "whole");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void readsKeysAndPartitions(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(
            source,
            "CREATE TABLE p (a INT, b VARCHAR(20), PRIMARY KEY (a, b))",
            """
            CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(20), tx TEXT, KEY kt (tx(7), a),
              CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES p (a, b) ON DELETE SET NULL ON UPDATE CASCADE) AUTO_INCREMENT = 77""",
            "CREATE TABLE r (id INT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)");

    Inventory inventory = inventory(fixture);

    Table child = inventory.table(new TableId(DB, "c"));
    assertThat(child.autoIncrement()).contains(77L);
    assertThat(child.foreignKeys())
        .containsExactly(new ForeignKey("fk", List.of("a", "b"), new TableId(DB, "p"), List.of("a", "b"), "CASCADE", "SET NULL"));
    assertThat(child.indexes().getFirst().primary()).isTrue();
    assertThat(child.indexes().stream().filter(i -> i.name().equals("kt")).findFirst().orElseThrow().parts())
        .containsExactly(
            new Index.Part(Optional.of("tx"), Optional.empty(), Optional.of(7)), new Index.Part(Optional.of("a"), Optional.empty(), Optional.empty()));
    assertThat(inventory.table(new TableId(DB, "r")).partitioning())
        .contains(
            new Partitioning(
                "RANGE", "`id`", List.of(), Optional.empty(),
                List.of(
                    new Partitioning.Partition("p0", Optional.of("10"), ""), new Partitioning.Partition("p1", Optional.of("MAXVALUE"), ""))));
    assertThat(inventory.table(new TableId(DB, "p")).partitioning()).isEmpty();
    assertThat(inventory.source().variables()).containsEntry("binlog_format", "ROW");
    assertThat(inventory.target().flavour()).isEqualTo(dev.tideway.model.Flavour.tidb);
    assertThat(inventory.target().collations()).contains("utf8mb4_0900_ai_ci");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void namesWhatIsNotThere(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = fixture(source, "CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE other (id INT PRIMARY KEY)");
    fixture.select(List.of(new SchemaSelection("nowhere", List.of()), new SchemaSelection(DB, List.of("t", "gone"))));

    assertThat(inventory(fixture).tables()).extracting(t -> t.id().table()).containsExactly("t");
    assertThat(findings(fixture)).extracting(Finding::code).containsExactly("TW-P010", "TW-P011");
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void leavesOutWhatIsExcluded(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(
            source, "CREATE TABLE parent (id INT PRIMARY KEY)", "CREATE TABLE log (a INT)",
            "CREATE TABLE child (id INT PRIMARY KEY, p INT, CONSTRAINT f FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE)",
            "CREATE VIEW v AS SELECT id FROM child", "CREATE VIEW w AS SELECT id FROM child");
    fixture.select(List.of(new SchemaSelection(DB, List.of())), List.of(DB + ".log", DB + ".parent", DB + ".w", DB + ".lgo"));

    assertThat(inventory(fixture).tables()).extracting(t -> t.id().table()).containsExactly("child");
    assertThat(inventory(fixture).views()).extracting(t -> t.id().table()).containsExactly("v");
    assertThat(inventory(fixture).tables().getFirst().foreignKeys()).as("cascades count all the same").hasSize(1);
    assertThat(findings(fixture)).extracting(f -> f.code() + " " + f.object()).containsExactly("TW-P011 " + DB + ".lgo");
    assertThat(findings(fixture)).extracting(Finding::fix).allMatch(f -> f.contains("\"exclude\""));
  }

  @Test
  void reportsWhatAwsDmsWouldNotReplicate() throws SQLException {
    MigrationFixture fixture =
        fixture(
            LocalFlavour.MARIADB,
            "CREATE TABLE t (id INT PRIMARY KEY, hidden INT INVISIBLE DEFAULT 1)",
            "CREATE SEQUENCE s",
            "CREATE TABLE v (id INT PRIMARY KEY) WITH SYSTEM VERSIONING",
            "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1");
    DatabaseServer source = TestServers.shared(LocalFlavour.MARIADB);
    // an account without the right TRIGGER does not see them
    fixture.secret("source", new DatabaseSecret(source.host(), source.port(), source.admin().user(), source.admin().password()));

    inventory(fixture);

    assertThat(findings(fixture)).extracting(Finding::code).containsExactlyInAnyOrder("TW-P015", "TW-P014", "TW-P016", "TW-P017");
  }

  @Test
  void keepsItsFingerprintUntilATableIsAltered() throws SQLException {
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB, "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, a INT)");
    String before = inventory(fixture).fingerprint();
    try (Connection from = fixture.atSource()) {
      MigrationFixture.execute(from, "INSERT INTO " + Sql.name(DB, "t") + " (a) VALUES (1), (2)");
      assertThat(inventory(fixture).fingerprint()).isEqualTo(before);
      MigrationFixture.execute(from, "ALTER TABLE " + Sql.name(DB, "t") + " MODIFY a BIGINT");
      assertThat(inventory(fixture).fingerprint()).isNotEqualTo(before);
    }
  }

  @Test
  void measuresLobsInSlices() throws SQLException {
    MigrationFixture fixture =
        fixture(
            LocalFlavour.MARIADB,
            "CREATE TABLE a (id INT PRIMARY KEY, x TEXT, y BLOB)",
            "CREATE TABLE b (id INT PRIMARY KEY, x LONGTEXT)",
            "INSERT INTO a VALUES (1, 'é', 'abc'), (2, NULL, 'ab')",
            "INSERT INTO b VALUES (1, repeat('é', 40000))");
    int[] asked = {0};
    // both connections take their time limit from it before the first table is read
    Deadline oneTable = () -> asked[0]++ < 3 ? Duration.ofMinutes(10) : Duration.ZERO;

    assertThatThrownBy(() -> take(fixture, oneTable)).isInstanceOf(Unfinished.class).hasMessageContaining("1 of 2");
    try (Connection from = fixture.atSource()) {
      // already read: the next slice does not measure it again
      MigrationFixture.execute(from, "DELETE FROM " + Sql.name(DB, "a"));
    }

    Inventory inventory = inventory(fixture);
    assertThat(inventory.table(new TableId(DB, "a")).lobMaxima()).containsEntry("x", 2L).containsEntry("y", 3L);
    assertThat(inventory.table(new TableId(DB, "b")).lobMaxima()).containsEntry("x", 80_000L);
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void measuresHugeTablesExactlyWhereAnIndexAllowsAndSaysWhereNot(LocalFlavour source) throws SQLException {
    MigrationFixture fixture =
        fixture(
            source,
            """
            CREATE TABLE huge (id INT PRIMARY KEY, `by ``index` TEXT, plain MEDIUMTEXT, other TEXT, len INT AS (LENGTH(`by ``index`)) STORED,
              chars INT AS (CHAR_LENGTH(other)) STORED, KEY kl (len, id), KEY kc (chars))""",
            "INSERT INTO huge (id, `by ``index`, plain, other) VALUES (1, 'a', 'b', 'c'), (2, REPEAT('é', 3000), REPEAT('x', 4000), 'dd')");
    Table table = inventory(fixture).table(new TableId(DB, "huge"));
    assertThat(findings(fixture)).as("small enough to be read").isEmpty();
    assertThat(table.lobMaxima()).containsEntry("by `index", 6000L).containsEntry("plain", 4000L).containsEntry("other", 2L);

    List<Finding> findings = new ArrayList<>();
    try (Connection from = fixture.atSource()) {
      Table measured = new LobScan(new Workspace(fixture.objects(), fixture.run()), LONG, -1, 1).measure(from, List.of(table), findings).getFirst();
      assertThat(measured.lobMaxima()).containsEntry("by `index", 6000L).containsKeys("plain", "other");
      assertThat(findings).singleElement().satisfies(f -> {
        assertThat(f.code()).isEqualTo("TW-P013");
        assertThat(f.found()).contains("LOB lengths of plain, other come from a sample of 1").endsWith("exact, from an index: by `index");
      });
    }
  }

  @Test
  void answersUnreachableDatabasesWithFindings() throws SQLException, IOException {
    DatabaseServer source = TestServers.shared(LocalFlavour.MARIADB);
    MigrationFixture fixture = fixture(LocalFlavour.MARIADB);
    String user = source.migration().user();
    String password = source.migration().password();

    fixture.secret("source", new DatabaseSecret(source.host(), source.port(), user, "wrong"));
    fixture.secret("target", new DatabaseSecret("no-such-host.invalid", 4000, user, password));
    assertThat(take(fixture, LONG)).isEqualTo(new InventoryReader.Counts(false, 2, 0, 0, 0, 0));
    assertThat(findings(fixture)).extracting(Finding::code).containsExactly("TW-P105", "TW-P102");
    assertThat(findings(fixture)).noneMatch(f -> f.line().contains("wrong"));

    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = silent.getLocalPort();
      Thread.ofVirtual()
          .start(
              () -> {
                try (var web = silent.accept()) {
                  web.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      fixture.secret("source", new DatabaseSecret("127.0.0.1", port, user, password));
      fixture.secret("target", new DatabaseSecret("127.0.0.1", 1, user, password));
      assertThat(take(fixture, LONG).reachable()).isFalse();
      assertThat(findings(fixture)).extracting(Finding::code).containsExactly("TW-P104", "TW-P103");
    }
  }
}
