package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.error.Finding;
import dev.tideway.error.MigrationFailed;
import dev.tideway.error.Severity;
import dev.tideway.error.Unfinished;
import dev.tideway.fixture.MigrationFixture;
import dev.tideway.jdbc.Sql;
import dev.tideway.lambda.BuildIndexesHandler;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.CreateTablesHandler;
import dev.tideway.lambda.DriftHandler;
import dev.tideway.lambda.DryRunHandler;
import dev.tideway.lambda.ForeignKeysHandler;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import dev.tideway.model.Table;
import dev.tideway.plan.inventory.InventoryAccess;
import dev.tideway.run.Deadline;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.SchemaDiff;
import dev.tideway.schema.drift.TargetReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the target makes of a plan, at once and later, on real servers. */
class ReadBackIT {
  private static final DatabaseServer TIDB = TestServers.shared(LocalFlavour.TIDB);
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};

  private static MigrationFixture plan(LocalFlavour flavour, String db, String... statements) throws SQLException {
    MigrationFixture fixture = new MigrationFixture(TestServers.shared(flavour), TIDB);
    try (Connection from = fixture.atSource();
        Connection to = fixture.atTarget()) {
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + Sql.name(db));
      MigrationFixture.execute(from, "DROP DATABASE IF EXISTS " + Sql.name(db), "CREATE DATABASE " + Sql.name(db) + " DEFAULT CHARACTER SET utf8mb4", "USE " + Sql.name(db));
      MigrationFixture.execute(from, statements);
    }
    fixture.select(db);
    assertThat(new InventoryAccess(fixture).take(LONG)).isTrue();
    new ConvertHandler(fixture.objects(), fixture.locks()).handle(new ConvertHandler.Input(fixture.run()), LONG);
    return fixture;
  }

  private static DryRunHandler.Output dryRun(MigrationFixture fixture, Deadline deadline) {
    return new DryRunHandler(fixture.objects(), fixture, fixture.locks()).handle(new DryRunHandler.Input(fixture.run()), deadline);
  }

  private static CreateTablesHandler.Output create(MigrationFixture fixture, Deadline deadline) {
    return new CreateTablesHandler(fixture.objects(), fixture, fixture.locks()).handle(new CreateTablesHandler.Input(fixture.run()), deadline);
  }

  private static void indexes(MigrationFixture fixture) {
    new BuildIndexesHandler(fixture.objects(), fixture, fixture.locks())
        .handle(new BuildIndexesHandler.Input(fixture.run(), IndexAttempt.afterLoad), LONG);
  }

  private static void tie(MigrationFixture fixture) {
    new ForeignKeysHandler(fixture.objects(), fixture, fixture.locks()).handle(new ForeignKeysHandler.Input(fixture.run()), LONG);
  }

  private static DriftHandler.Output drift(MigrationFixture fixture, Drift.Moment moment) {
    return new DriftHandler(fixture.objects(), fixture, fixture.locks()).handle(new DriftHandler.Input(fixture.run(), moment), LONG);
  }

  private static List<Finding> findings(MigrationFixture fixture) {
    return fixture.objects().read(fixture.run().key("findings-dry-run.json"), FINDINGS);
  }

  /** Generated columns over every kind of operator and function that views and applications use. */
  private static final String EXPRESSIONS =
      """
      CREATE TABLE expressions (id INT PRIMARY KEY, a INT, b VARCHAR(20), d DATETIME, j JSON, n DECIMAL(10,2),
        g1 INT AS (CASE WHEN a > 1 THEN 2 ELSE 3 END), g2 VARCHAR(20) AS (IFNULL(b, 'x''y')), g3 INT AS ((a + 1) * 2), g4 INT AS (-a), g5 INT AS (a DIV 2),
        g6 INT AS (a MOD 2), g7 VARCHAR(20) AS (JSON_UNQUOTE(JSON_EXTRACT(j, '$.a'))), g8 VARCHAR(30) AS (CAST(a AS CHAR(20) CHARACTER SET utf8mb4)),
        g9 INT AS (a BETWEEN 1 AND 2), g10 INT AS (a IN (1, 2)), g11 INT AS (a IS NULL), g12 INT AS (a <> 3 AND NOT (a = 4)), g13 INT AS (b LIKE 'x%'),
        g14 DATE AS (d + INTERVAL 1 DAY) STORED, g15 INT AS (YEAR(d)), g16 INT AS (a <=> 3), g17 DECIMAL(10,2) AS (CAST(a AS DECIMAL(10,2))),
        g18 VARCHAR(9) AS (TRIM(b)), g19 VARCHAR(9) AS (SUBSTR(b, 1, 2)), g20 VARCHAR(30) AS (CONCAT(b, 'a\\\\b')), g21 INT AS (CAST(b AS SIGNED)),
        g22 INT AS (a & 3 | 4), g23 INT AS (a << 2), g24 INT AS (CHAR_LENGTH(b)), g25 INT AS (TIMESTAMPDIFF(DAY, d, d)), g26 DECIMAL(5,2) AS (n * 1.50),
        g27 VARCHAR(9) AS (LEFT(b, 2)), g28 VARCHAR(20) AS (DATE_FORMAT(d, '%Y')), g29 DATE AS (DATE(d)), g30 INT AS (IF(a > 0, 1, 0)),
        g31 VARCHAR(9) AS (UPPER(b)) STORED, g32 INT AS (COALESCE(a, 7)))""";

  @ParameterizedTest
  @EnumSource(value = LocalFlavour.class, names = {"MARIADB", "MYSQL"})
  void findsThePlanWordForWordAndEveryLaterChange(LocalFlavour flavour) throws SQLException {
    String db = ("read back " + flavour).toLowerCase(Locale.ROOT);
    MigrationFixture fixture =
        plan(
            flavour, db, EXPRESSIONS,
            """
            CREATE TABLE kinds (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, t1 TINYINT(1) NOT NULL DEFAULT 1, z INT(8) UNSIGNED ZEROFILL DEFAULT 5,
              d DECIMAL(10,2) DEFAULT 1.5, g DOUBLE DEFAULT 1e-20, bits BIT(5) DEFAULT b'101', c CHAR(5) DEFAULT 'ab', v VARCHAR(20) DEFAULT 'CURRENT_TIMESTAMP',
              bi BINARY(4) DEFAULT 'ab', ti TIME(2) DEFAULT '10:00:00', dt DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
              ts TIMESTAMP NULL DEFAULT '2020-01-01 00:00:00', y YEAR DEFAULT 1999, e ENUM('a','b\\\\c','d''e') DEFAULT 'd''e', s SET('x','y') DEFAULT 'x,y',
              j JSON, tx TEXT COMMENT 'it''s', PRIMARY KEY (id), UNIQUE KEY uv (v), KEY pre (tx(10)), KEY two (d, c)) COMMENT='a \\\\ comment'""",
            "CREATE TABLE `o.dd ``name` (`a b` INT NOT NULL, `c,'d` VARCHAR(9) NOT NULL, p BIGINT UNSIGNED, PRIMARY KEY (`a b`, `c,'d`), "
                + "CONSTRAINT `f k` FOREIGN KEY (p) REFERENCES kinds (id) ON DELETE SET NULL)",
            "CREATE TABLE keyless (a INT, b VARCHAR(5))",
            "CREATE VIEW `v``1` AS SELECT k.id, upper(k.v) AS u FROM kinds k WHERE k.v <> 'it''s'");

    dryRun(fixture, LONG);
    assertThat(findings(fixture)).filteredOn(f -> f.severity() != Severity.info).isEmpty();

    create(fixture, LONG);
    // a new execution finds the tables and recognizes them
    create(fixture, LONG);
    indexes(fixture);
    assertThat(drift(fixture, Drift.Moment.index)).isEqualTo(new DriftHandler.Output(4, 0));
    tie(fixture);
    assertThat(drift(fixture, Drift.Moment.finish)).isEqualTo(new DriftHandler.Output(5, 0));

    try (Connection to = fixture.atTarget()) {
      MigrationFixture.execute(
          to, "USE " + Sql.name(db), "ALTER TABLE kinds DROP INDEX uv", "ALTER TABLE kinds MODIFY c CHAR(6) DEFAULT 'ab'", "ALTER TABLE kinds ADD COLUMN more INT",
          "ALTER TABLE keyless COMMENT 'changed'", "DROP TABLE expressions", "CREATE OR REPLACE SQL SECURITY INVOKER VIEW `v``1` (id, u) AS SELECT id, 'x' FROM kinds");
    }
    drift(fixture, Drift.Moment.finish);
    assertThat(fixture.objects().read(fixture.run().key("drift-finish.json"), DIFFERENCES))
        .extracting(d -> d.object().substring(db.length() + 1) + " " + d.aspect())
        .containsExactlyInAnyOrder(
            "kinds.uv uniqueness", "kinds.c type", "kinds.more column", "keyless comment", "expressions table", "v`1 view");
    assertThatThrownBy(() -> drift(fixture, Drift.Moment.index))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("TW-E108")
        .hasMessageContaining("4 differences")
        .hasMessageContaining(db + ".kinds.c (type): planned char(5), found char(6)");
  }

  /** A plan whose statements no rule has changed: the read-back must find by itself what TiDB leaves out. */
  @Test
  void findsWhatTheTargetSilentlyIgnores() throws SQLException {
    MigrationFixture fixture = plan(LocalFlavour.MYSQL, "silent", "CREATE TABLE seed (id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a))");
    SchemaPlan seed = fixture.objects().read(fixture.run().key(SchemaPlan.FILE.name()), SchemaPlan.class);
    Table model = seed.tables().getFirst().model();
    List<PlannedTable> tables = new ArrayList<>();
    Map<String, String> bodies =
        Map.of(
            "desc", "(id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a DESC))",
            "full", "(id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a), FULLTEXT KEY f (b))",
            "part", "(id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a)) PARTITION BY LINEAR HASH (id) PARTITIONS 2",
            "text", "(id INT PRIMARY KEY, a INT, b VARCHAR(20), KEY k (a)) DEFAULT CHARSET=utf8mb4",
            "wide", "(id INT PRIMARY KEY, a INT, b VARCHAR(19), KEY k (a))");
    for (Map.Entry<String, String> body : new java.util.TreeMap<>(bodies).entrySet()) {
      Table planned = planned(body.getKey(), model);
      String create = "CREATE TABLE IF NOT EXISTS `tideway_dryrun_" + fixture.run().migration() + "_1`." + Sql.name(body.getKey()) + " " + body.getValue();
      tables.add(new PlannedTable(planned.id(), create, List.of("id"), Optional.empty(), List.of(), List.of(), List.of(), planned));
    }
    // the dry run prints the statements again from the models, so here the statements are run on the target and read as the dry run reads them
    try (Connection to = fixture.atTarget()) {
      PlannedSchema schema = seed.schemas().getFirst();
      String scratch = "tideway_dryrun_" + fixture.run().migration() + "_1";
      MigrationFixture.execute(to, "DROP DATABASE IF EXISTS " + scratch, schema.sql().replace("`silent`", "`" + scratch + "`"));
      for (PlannedTable table : tables) {
        MigrationFixture.execute(to, table.create());
      }
      List<Difference> found = new ArrayList<>();
      List<Table> there = new TargetReader(to, name -> name.equals(scratch) ? "silent" : name).read(List.of(scratch)).tables();
      for (int i = 0; i < there.size(); i++) {
        found.addAll(SchemaDiff.of(tables.get(i).model(), there.get(i)));
      }
      MigrationFixture.execute(to, "DROP DATABASE " + scratch);
      assertThat(found).extracting(d -> d.object() + " " + d.aspect()).contains("silent.desc.k direction", "silent.full.f index", "silent.part partitions", "silent.wide.b type");
      assertThat(found).filteredOn(d -> d.object().equals("silent.text")).hasSizeLessThanOrEqualTo(1);
    }
  }

  private static Table planned(String name, Table model) {
    Table named =
        model.bare().with()
            .id(new dev.tideway.model.TableId("silent", name))
            .comment("")
            .foreignKeys(List.of())
            .checks(List.of())
            .partitioning(Optional.empty())
            .options(Table.Options.NONE)
            .build();
    return switch (name) {
      case "desc" -> named.withIndexes(change(named, i -> i.withParts(List.of(new dev.tideway.model.Index.Part(Optional.of("a"), Optional.empty(), Optional.empty(), true)))));
      case "full" -> {
        List<dev.tideway.model.Index> more = new ArrayList<>(named.indexes());
        more.add(new dev.tideway.model.Index("f", false, "FULLTEXT", List.of(dev.tideway.model.Index.Part.of("b"))));
        yield named.withIndexes(more);
      }
      case "part" ->
          named.withPartitioning(
              Optional.of(
                  new dev.tideway.model.Partitioning(
                      "LINEAR HASH", "`id`", List.of(), Optional.empty(),
                      List.of(
                          new dev.tideway.model.Partitioning.Partition("p0", Optional.empty(), ""),
                          new dev.tideway.model.Partitioning.Partition("p1", Optional.empty(), "")))));
      default -> named;
    };
  }

  private static List<dev.tideway.model.Index> change(Table table, UnaryOperator<dev.tideway.model.Index> change) {
    return table.indexes().stream().map(i -> i.primary() ? i : change.apply(i)).toList();
  }

  /** A function that has time for so many steps, however fast it runs. */
  private static Deadline steps(int most) {
    AtomicInteger looks = new AtomicInteger();
    return () -> looks.incrementAndGet() > most ? Duration.ZERO : Duration.ofMinutes(10);
  }

  @Test
  void goesThroughFiveHundredTablesInSlices() throws SQLException {
    String[] statements = new String[500];
    for (int i = 0; i < statements.length; i++) {
      statements[i] = "CREATE TABLE t" + i + " (id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(20), UNIQUE KEY (a), KEY (b), KEY (a, b))";
    }
    MigrationFixture fixture = plan(LocalFlavour.MARIADB, "slices", statements);

    int slices = 1;
    while (true) {
      try {
        dryRun(fixture, steps(200));
        break;
      } catch (Unfinished e) {
        slices++;
      }
    }
    assertThat(slices).isGreaterThan(1);
    assertThat(findings(fixture)).filteredOn(f -> f.severity() != Severity.info).isEmpty();

    List<String> unfinished = new ArrayList<>();
    boolean done = false;
    while (!done) {
      try {
        assertThat(create(fixture, steps(200)).tables()).isEqualTo(500);
        done = true;
      } catch (Unfinished e) {
        unfinished.add(e.getMessage());
      }
    }
    assertThat(unfinished).hasSize(2).allSatisfy(message -> assertThat(message).contains("of 500 tables created"));
    try (Connection to = fixture.atTarget()) {
      assertThat(MigrationFixture.rows(to, "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'slices'")).containsExactly("500");
      assertThat(MigrationFixture.rows(to, "SHOW DATABASES")).noneMatch(d -> d.startsWith("tideway_dryrun_" + fixture.run().migration()));
      MigrationFixture.execute(to, "DROP DATABASE slices");
    }
  }
}
