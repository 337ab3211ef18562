package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.error.Severity;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.BuildIndexesHandler;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.CreateTablesHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.lambda.ForeignKeysHandler;
import dev.tideway.lambda.ProbeIndexesHandler;
import dev.tideway.local.demo.DemoDatabase;
import dev.tideway.local.demo.RandomDatabase;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.SchemaComparator;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Inventory;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import dev.tideway.run.Question;
import dev.tideway.run.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole schema phase on real servers: the objects on the target are then compared with the source. */
class SchemaOnServersIT {
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);

  private static final String EVERY_TYPE =
      """
      CREATE TABLE every_type (
        id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
        b1 TINYINT(1) NOT NULL DEFAULT 1, t TINYINT DEFAULT -3, s SMALLINT UNSIGNED, m MEDIUMINT, i INT NOT NULL DEFAULT 0, z INT(8) ZEROFILL,
        d DECIMAL(20,6) DEFAULT 1.5, f FLOAT, g DOUBLE DEFAULT 1e-20, bits BIT(9) DEFAULT b'101',
        c CHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT 'it''s', v VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
        back VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'a\\\\b',
        l1 VARCHAR(50) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT 'e', u8 VARCHAR(50) CHARACTER SET utf8 COLLATE utf8_general_ci,
        tt TINYTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, tx TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
        mt MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin, lt LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,
        tl TEXT CHARACTER SET latin1 COLLATE latin1_bin,
        bi BINARY(16) DEFAULT 'ab', vb VARBINARY(255), tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB,
        da DATE DEFAULT '2020-02-29', ti TIME(3), dt DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        d6 DATETIME(6) NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), ts TIMESTAMP NOT NULL DEFAULT '2001-01-01 00:00:00',
        t3 TIMESTAMP(3) NULL DEFAULT NULL, zd DATETIME DEFAULT '0000-00-00 00:00:00', y YEAR DEFAULT 1999,
        e ENUM('a','b''c','g\\\\h') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'b''c', se SET('x','y','z') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x,z',
        j JSON, total DECIMAL(30,6) GENERATED ALWAYS AS (d * i) STORED, label VARCHAR(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
          GENERATED ALWAYS AS (concat(back, '-', 'x''y\\\\z', i)) VIRTUAL,
        PRIMARY KEY (id), UNIQUE KEY uv (v), KEY kv (v(10), i), KEY ktx (tx(20)), KEY `odd ``name` (da, ti), KEY klabel (label), FULLTEXT KEY words (lt)
      ) ENGINE=InnoDB AUTO_INCREMENT=5000 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='it''s \\\\ a comment'""";

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void carriesEveryCommonTypeWithItsKeysAndDefaults(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(source), TIDB);
    String db = ("every " + source).toLowerCase(Locale.ROOT);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS `" + db + "`");
      MigrationFixture.execute(
          from, "DROP DATABASE IF EXISTS `" + db + "`", "CREATE DATABASE `" + db + "` DEFAULT CHARACTER SET latin1", "USE `" + db + "`",
          "SET sql_mode = ''", EVERY_TYPE,
          "CREATE TABLE small (id TINYINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, n INT) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
          """
          CREATE TABLE child (a INT NOT NULL, b VARCHAR(20) NOT NULL, small_id TINYINT UNSIGNED, big_id BIGINT UNSIGNED,
            PRIMARY KEY (a, b), KEY (small_id), KEY big (big_id),
            CONSTRAINT fk_small FOREIGN KEY (small_id) REFERENCES small (id) ON DELETE SET NULL,
            CONSTRAINT fk_big FOREIGN KEY (big_id) REFERENCES every_type (id) ON DELETE CASCADE ON UPDATE CASCADE)
            DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin""",
          "CREATE TABLE only_unique (code VARCHAR(20) NOT NULL, n INT, UNIQUE KEY k (code), KEY kn (n)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
          // alphabetically before the view that it needs
          "CREATE VIEW b_view AS SELECT id, v, upper(c) AS cc FROM every_type WHERE i > 0",
          "CREATE VIEW a_view AS SELECT b.id, s.n FROM b_view b JOIN small s ON s.n = b.id AND s.n <> 'it''s'",
          "INSERT INTO every_type (v, lt, bl) VALUES ('x', repeat('é', 1000), repeat('a', 500))");
      fixture.select(db);

      Migrated migrated = migrate(fixture);

      assertThat(migrated.blockers()).isEmpty();
      assertThat(columns(to, db)).containsExactlyElementsOf(expected(migrated.inventory(), columns(from, db)));
      assertThat(indexes(to, db)).isEqualTo(indexes(from, db).stream().filter(i -> !i.contains("|words|")).toList());
      assertThat(foreignKeys(to, db)).isEqualTo(foreignKeys(from, db));
      MigrationFixture.execute(from, "USE `" + db + "`", "INSERT INTO small (n) VALUES (1)");
      MigrationFixture.execute(to, "USE `" + db + "`", "SET sql_mode = 'STRICT_TRANS_TABLES'", "INSERT INTO small (n) VALUES (1)");
      String defaults =
          "SELECT b1, t, s, m, i, z, d, f, g, bits + 0, c, back, l1, hex(bi), da, zd, y, e, se, ts, total, label FROM `" + db + "`.every_type ORDER BY id";
      MigrationFixture.execute(to, "INSERT INTO every_type (v) VALUES ('x')");
      assertThat(MigrationFixture.rows(to, defaults).stream().map(r -> r.replace("00000000", "0")).toList())
          .isEqualTo(MigrationFixture.rows(from, defaults).stream().map(r -> r.replace("00000000", "0")).toList());
      assertThat(MigrationFixture.rows(to, "SELECT id FROM every_type")).containsExactly("5001");
      assertThat(MigrationFixture.rows(to, "SELECT id, cc, v FROM b_view")).isEmpty();
      assertThat(MigrationFixture.rows(to, "SELECT count(*) FROM a_view")).containsExactly("0");
      assertThat(MigrationFixture.rows(to, "SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_NAME = 'every_type' AND TABLE_SCHEMA = '" + db + "'"))
          .containsExactly("it's \\ a comment");
      assertThat(MigrationFixture.rows(to, "SHOW DATABASES")).noneMatch(d -> d.startsWith("tideway_dryrun"));
      Map<String, Long> lobs = migrated.inventory().tables().stream().filter(t -> t.id().table().equals("every_type")).findFirst().orElseThrow().lobMaxima();
      assertThat(lobs).containsEntry("lt", 2000L).containsEntry("bl", 500L).containsEntry("j", 0L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void makesTheDemoDatabaseAsItIs(LocalFlavour source) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(source), TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      drop(to, DemoDatabase.SCHEMAS);
      drop(from, DemoDatabase.SCHEMAS);
      DemoDatabase.create(from);
    }
    fixture.select(DemoDatabase.SCHEMAS.toArray(new String[0]));

    Migrated migrated = migrate(fixture);

    assertThat(migrated.blockers()).isEmpty();
    assertThat(new SchemaComparator(TestServers.shared(source), TIDB).compare(DemoDatabase.SCHEMAS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void makesRandomDatabasesAsTheyAre(LocalFlavour source) throws SQLException {
    for (long seed : List.of(1L, 2L, 3L, 4L)) {
      RandomDatabase random = new RandomDatabase(seed);
      MigrationFixture fixture = new MigrationFixture(TestServers.shared(source), TIDB);
      try (Connection from = fixture.atSource();
          Connection to = fixture.atTarget()) {
        drop(to, List.of(random.schema()));
        drop(from, List.of(random.schema()));
        random.create(from);
      }
      fixture.select(random.schema());

      Migrated migrated = migrate(fixture);

      assertThat(migrated.blockers()).as("seed %d", seed).isEmpty();
      assertThat(new SchemaComparator(TestServers.shared(source), TIDB).compare(List.of(random.schema()))).as("seed %d", seed).isEmpty();
    }
  }

  private static void drop(Connection connection, List<String> schemas) throws SQLException {
    MigrationFixture.execute(connection, "SET foreign_key_checks = 0");
    for (String schema : schemas) {
      MigrationFixture.execute(connection, "DROP DATABASE IF EXISTS " + Sql.name(schema));
    }
  }

  /** The objects after the phase. */
  record Migrated(Inventory inventory, List<Finding> findings) {
    List<String> blockers() {
      return findings.stream().filter(f -> f.severity() == Severity.blocker).map(Finding::line).toList();
    }
  }

  static Migrated migrate(MigrationFixture fixture) {
    assertThat(new InventoryAccess(fixture).take(LONG)).isTrue();
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), LONG);
    new DryRunHandler(fixture.objects(), fixture, fixture.locks()).handle(new DryRunHandler.Input(fixture.run()), LONG);
    new CreateTablesHandler(fixture.objects(), fixture, fixture.locks()).handle(new CreateTablesHandler.Input(fixture.run()), LONG);
    BuildIndexesHandler.Output built =
        new BuildIndexesHandler(fixture.objects(), fixture, fixture.locks()).handle(new BuildIndexesHandler.Input(fixture.run(), IndexAttempt.afterLoad), LONG);
    assertThat(built.remaining()).isZero();
    Verdict verdict = new ProbeIndexesHandler(fixture.objects(), fixture, fixture.locks()).handle(new Question(fixture.run(), "Index: Await", "lease"), LONG);
    assertThat(verdict.state()).isEqualTo(Verdict.State.satisfied);
    new ForeignKeysHandler(fixture.objects(), fixture, fixture.locks()).handle(new ForeignKeysHandler.Input(fixture.run()), LONG);
    List<Finding> findings =
        Stream.of("inventory", "convert", "dry-run")
            .flatMap(step -> fixture.objects().read(fixture.run().key("findings-" + step + ".json"), FINDINGS).stream())
            .toList();
    return new Migrated(fixture.objects().read(fixture.run().key(Inventory.FILE.name()), Inventory.class), findings);
  }

  private static List<String> columns(Connection connection, String db) throws SQLException {
    return MigrationFixture.rows(
            connection,
            "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLLATION_NAME, EXTRA FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '" + db
                + "' AND TABLE_NAME NOT LIKE '%view' ORDER BY TABLE_NAME, ORDINAL_POSITION")
        .stream()
        .map(SchemaOnServersIT::normal)
        .toList();
  }

  /** Display widths, the printing of EXTRA and TiDB's unescaped enums are no differences. */
  private static String normal(String row) {
    return row.replaceAll("\\|((?!tinyint\\(1\\))(tiny|small|medium|big)?int)\\(\\d+\\)", "|$1")
        .replace("year(4)", "year")
        .replace(" zerofill", "")
        .replace("\\\\", "\\")
        .toLowerCase(Locale.ROOT)
        .replace("default_generated", "")
        .replace("current_timestamp()", "current_timestamp")
        .replaceAll("\\| +", "|")
        .strip();
  }

  /** The source's columns with the intended changes of the rules. */
  private static List<String> expected(Inventory inventory, List<String> columns) {
    boolean mariadb = inventory.source().version().contains("MariaDB");
    return columns.stream()
        .map(
            row -> {
              String[] part = row.split("\\|", -1);
              if (part[2].equals("tinyint unsigned")) {
                part[2] = "int unsigned";
              }
              if (part[1].equals("tl")) {
                part[2] = "mediumtext";
              }
              if (mariadb && part[1].equals("j")) {
                part[2] = "json";
                part[4] = "null";
              }
              part[4] =
                  switch (part[4]) {
                    case "latin1_swedish_ci" -> "utf8mb4_general_ci";
                    case "latin1_bin" -> "utf8mb4_bin";
                    case "utf8mb3_general_ci" -> "utf8_general_ci";
                    default -> part[4];
                  };
              return String.join("|", part);
            })
        .toList();
  }

  private static List<String> indexes(Connection connection, String db) throws SQLException {
    return MigrationFixture.rows(
            connection,
            "SELECT TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, SUB_PART, NON_UNIQUE FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '" + db
                + "'")
        .stream()
        .sorted()
        .toList();
  }

  private static List<String> foreignKeys(Connection connection, String db) throws SQLException {
    return MigrationFixture.rows(
        connection,
        "SELECT TABLE_NAME, CONSTRAINT_NAME, REFERENCED_TABLE_NAME, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = '"
            + db + "' ORDER BY 1, 2");
  }
}
