package dev.tideway.plan.checks;

import dev.tideway.error.Finding;
import dev.tideway.error.FindingCode;
import dev.tideway.error.Severity;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.plan.Estimates;
import dev.tideway.run.Deadline;
import dev.tideway.run.Migration;
import dev.tideway.run.Migration.SchemaSelection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks on recorded facts, mostly of managed servers, which no test server can show. */
class ChecksTest {
  private static final Deadline LONG = () -> Duration.ofMinutes(10);
  private static final Map<String, String> SOUND =
      Map.of("log_bin", "ON", "binlog_format", "ROW", "binlog_row_image", "FULL", "server_id", "1", "binlog_expire_logs_seconds", "2592000");

  private static Server source(Flavour flavour, String version, Map<String, String> changes) {
    Map<String, String> variables = new HashMap<>(SOUND);
    variables.putAll(changes);
    return new Server(flavour, version, variables, Set.of(), Set.of());
  }

  private static List<Finding> look(Server source, String target, List<Table> tables, SchemaSelection... schemas) {
    Server tidb = new Server(target.contains("TiDB") ? Flavour.tidb : Flavour.mysql, target, Map.of(), Set.of(), Set.of());
    Inventory inventory = new Inventory(source, tidb, tables, List.of(), Map.of("s", "utf8mb4_bin"), "f");
    Migration migration = migration(Migration.Tls.verifyFull, Migration.Tls.verifyFull, schemas);
    return facts(context(migration, inventory, new CheckContext.Address("db", 3306, "u"), ""));
  }

  private static CheckContext context(Migration migration, Inventory inventory, CheckContext.Address target, String region) {
    CheckContext.Address source = new CheckContext.Address("db", 3306, "u");
    return new CheckContext(migration, inventory, false, source, target, estimates(10, 10, 1_000), region);
  }

  private static Estimates estimates(long load, long index, long bytes) {
    return new Estimates(1, bytes, 1, load, index, 10, Optional.empty(), 1, "dms.t3.large", 50, "", Optional.empty(), "", List.of());
  }

  /** Checks that need no database; the rest are tested on real ones. */
  private static List<Finding> facts(CheckContext context) {
    return new Preflight(ChecksTest::refuse, ChecksTest::refuse, LONG).look(Checks.ALL.stream().filter(Check.OfFacts.class::isInstance).toList(), context);
  }

  private static Connection refuse() throws SQLException {
    throw new SQLException("no database here", "08001");
  }

  private static Migration migration(Migration.Tls source, Migration.Tls target, SchemaSelection... schemas) {
    return new Migration(
        "m", Migration.Mode.plan, new Migration.Endpoint("arn", source, Optional.empty()), new Migration.Endpoint("arn", target, Optional.empty()),
        List.of(schemas),
        new Migration.Replication("dms.t3.large", 50, false, List.of(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), 8),
        new Migration.Verification(1000, 1, Duration.ofHours(1), List.of()),
        new Migration.Cutover(
            Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofHours(1)),
        Migration.Finish.delete, Optional.empty(), Migration.Schema.DEFAULT, Migration.Indexes.DEFAULT, List.of(), Migration.Keyless.refuse, List.of());
  }

  private static List<Finding> look(Server source) {
    return look(source, "8.0.11-TiDB-v8.5.6", List.of());
  }

  private static Table table(Map<String, Long> lobs) {
    Column id =
        ColumnBuilder.builder().name("id").type("int").columnType("int").build();
    Index primary = new Index("PRIMARY", true, "BTREE", List.of(new Index.Part(Optional.of("id"), Optional.empty(), Optional.empty())));
    return TableBuilder.builder()
        .id(new TableId("s", "t"))
        .engine("InnoDB")
        .collation("utf8mb4_bin")
        .columns(List.of(id))
        .indexes(List.of(primary))
        .lobMaxima(lobs)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "5.7.44-log, true", "8.0.36, true", "8.4.0, true", "10.2.44-MariaDB, true", "11.4.5-MariaDB-log, true", "5.6.51, false", "10.1.48-MariaDB, false"
  })
  void distinguishesSupportedSources(String version, boolean supported) {
    Flavour flavour = version.contains("MariaDB") ? Flavour.mariadb : Flavour.mysql;

    assertThat(look(source(flavour, version, Map.of())).isEmpty()).isEqualTo(supported);
  }

  @ParameterizedTest
  @CsvSource({"8.0.11-TiDB-v8.5.6, true", "8.0.11-TiDB-v7.5.2-serverless, true", "8.0.11-TiDB-v7.1.0, false", "8.0.36, false"})
  void distinguishesSupportedTargets(String version, boolean supported) {
    assertThat(look(source(Flavour.mysql, "8.0.36", Map.of()), version, List.of()).stream().noneMatch(f -> f.code().equals("TW-P040")))
        .isEqualTo(supported);
  }

  /** A parent that is left out still counts: its cascades are not in the binary log, and cannot be repaired without it. */
  @Test
  void saysWhatTheCascadesOfAnExcludedParentMean() {
    ForeignKey own = new ForeignKey("own", List.of("id"), new TableId("s", "t"), List.of("id"), "RESTRICT", "CASCADE");
    ForeignKey away = new ForeignKey("away", List.of("id"), new TableId("s", "log"), List.of("id"), "RESTRICT", "CASCADE");
    List<Finding> findings = look(source(Flavour.mysql, "8.0.36", Map.of()), "8.0.11-TiDB-v8.5.6", List.of(table(Map.of()).withForeignKeys(List.of(own, away))));

    assertThat(findings).extracting(f -> f.code() + " " + f.object()).containsExactly("TW-P346 s.t.own", "TW-P346 s.t.away");
    assertThat(findings.getLast().fix()).startsWith("select s.log too");
    assertThat(findings.getFirst().fix()).startsWith("nothing");
  }

  /** Since MySQL 9.6 the children's rows are in the binary log: the parent may be left out. */
  @Test
  void saysWhichCascadesAreReplicated() {
    ForeignKey away = new ForeignKey("away", List.of("id"), new TableId("s", "log"), List.of("id"), "RESTRICT", "CASCADE");
    Server source = source(Flavour.mysql, "9.7.0", Map.of("cascades_in_binlog", "ON"));
    List<Finding> findings = look(source, "8.0.11-TiDB-v8.5.6", List.of(table(Map.of()).withForeignKeys(List.of(away))));

    assertThat(findings).extracting(f -> f.code() + " " + f.severity()).containsExactly("TW-P346 info");
    assertThat(findings.getFirst().found()).contains("are in the binary log");
    assertThat(findings.getFirst().fix()).startsWith("nothing");
  }

  @Test
  void givesTheStatementForSelfManagedServers() {
    Finding finding = look(source(Flavour.mysql, "8.0.36", Map.of("binlog_format", "MIXED"))).getFirst();

    assertThat(finding.code()).isEqualTo("TW-P023");
    assertThat(finding.found()).isEqualTo("MIXED");
    assertThat(finding.fix()).startsWith("SET GLOBAL binlog_format = 'ROW'").contains("my.cnf").contains("no restart");
    assertThat(look(source(Flavour.mariadb, "11.4.5-MariaDB", Map.of("log_bin", "OFF"))).getFirst().fix()).contains("restart the server");
  }

  @Test
  void givesTheParameterGroupForRdsAndAurora() {
    Map<String, String> kept = Map.of("rds_binlog_retention_hours", "168");
    Map<String, String> mixed = Map.of("rds_binlog_retention_hours", "168", "binlog_format", "MIXED");

    assertThat(look(source(Flavour.rds, "8.0.36", kept))).isEmpty();
    assertThat(look(source(Flavour.rds, "8.0.36", mixed)).getFirst().fix()).contains("DB instance's parameter group");
    assertThat(look(source(Flavour.aurora, "8.0.36", mixed)).getFirst().fix()).contains("DB cluster parameter group").contains("reboot the writer");
    assertThat(look(source(Flavour.rds, "8.0.36", Map.of("log_bin", "OFF"))).getFirst().fix()).contains("automated backups");
  }

  @Test
  void readsTheRetentionOfManagedServers() {
    for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("rds_binlog_retention_hours", "12"))) {
      Finding finding = look(source(Flavour.rds, "8.0.36", variables)).getFirst();
      assertThat(finding.code()).isEqualTo("TW-P026");
      assertThat(finding.fix()).contains("CALL mysql.rds_set_configuration('binlog retention hours', 168)");
    }
  }

  @Test
  void acceptsAnUnlimitedRetention() {
    assertThat(look(source(Flavour.mysql, "5.7.44", Map.of("binlog_expire_logs_seconds", "0", "expire_logs_days", "0")))).isEmpty();
    assertThat(look(source(Flavour.mysql, "8.0.36", Map.of("binlog_expire_logs_seconds", "3600"))))
        .extracting(Finding::code)
        .containsExactly("TW-P026");
  }

  @Test
  void refusesWhatDmsCannotRead() {
    assertThat(look(source(Flavour.mysql, "8.0.36", Map.of("binlog_transaction_compression", "ON", "binlog_row_value_options", "PARTIAL_JSON"))))
        .extracting(Finding::code)
        .containsExactly("TW-P028", "TW-P027");
    assertThat(look(source(Flavour.mariadb, "11.4.5-MariaDB", Map.of("log_bin_compress", "ON")))).extracting(Finding::code).containsExactly("TW-P027");
    assertThat(look(source(Flavour.mysql, "5.7.44", Map.of("server_id", "0")))).extracting(Finding::code).containsExactly("TW-P025");
    assertThat(look(source(Flavour.aurora, "8.0.36", Map.of("innodb_read_only", "ON", "rds_binlog_retention_hours", "24"))))
        .extracting(Finding::code)
        .containsExactly("TW-P029");
  }

  @Test
  void refusesSystemSchemasAndPatterns() {
    List<Finding> findings =
        look(
            source(Flavour.mysql, "8.0.36", Map.of()), "8.0.11-TiDB-v8.5.6", List.of(), new SchemaSelection("MySQL", List.of()),
            new SchemaSelection("sho%", List.of()), new SchemaSelection("test", List.of("a%")));

    assertThat(findings).extracting(Finding::code).containsExactly("TW-P050", "TW-P051", "TW-P051", "TW-P334");
  }

  @Test
  void refusesValuesThatTiDbCannotStore() {
    Server sound = source(Flavour.mysql, "8.0.36", Map.of());

    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(table(Map.of("x", 6_291_455L))))).isEmpty();
    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(table(Map.of("x", 6_291_456L))))).extracting(Finding::code).containsExactly("TW-P064");
  }

  @Test
  void comparesTheRetentionWithTheEstimate() {
    Server kept = source(Flavour.mysql, "8.0.36", Map.of("binlog_expire_logs_seconds", "172800"));
    assertThat(longLoad(kept, 3_600)).isEmpty();
    assertThat(longLoad(kept, 70_000)).extracting(f -> f.code() + f.severity()).containsExactly("TW-P324warning");
    assertThat(longLoad(kept, 200_000)).extracting(f -> f.code() + f.severity()).containsExactly("TW-P324blocker");
    Server rds = source(Flavour.rds, "8.0.36", Map.of("rds_binlog_retention_hours", "48"));
    assertThat(longLoad(rds, 200_000).getFirst().fix()).contains("CALL mysql.rds_set_configuration('binlog retention hours', ");
    Server days = source(Flavour.mysql, "5.7.44", Map.of("binlog_expire_logs_seconds", "0", "expire_logs_days", "2"));
    assertThat(longLoad(days, 200_000)).hasSize(1);
  }

  private static List<Finding> longLoad(Server source, long seconds) {
    Inventory inventory = new Inventory(source, tidb("8.0.11-TiDB-v8.5.6"), List.of(), List.of(), Map.of(), "f");
    CheckContext s = context(migration(Migration.Tls.verifyFull, Migration.Tls.verifyFull), inventory, new CheckContext.Address("db", 4000, "u"), "");
    return facts(new CheckContext(s.migration(), inventory, false, s.source(), s.target(), estimates(seconds, 10, 1), ""));
  }

  private static Server tidb(String version) {
    return new Server(Flavour.tidb, version, Map.of(), Set.of(), Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "aurora_enhanced_binlog, 1, TW-P314", "aurora_enhanced_binlog, 0, ''", "binlog_checksum, SHA, TW-P315", "binlog_checksum, CRC32, ''",
    "max_binlog_total_size, 1048576, TW-P325", "max_binlog_total_size, 0, ''",
    "max_execution_time, 1000, TW-P326", "max_statement_time, 0.000000, ''", "max_statement_time, 30.000000, TW-P326",
    "time_zone, Europe/Berlin, TW-P320", "time_zone, UTC, ''", "time_zone, '+00:00', ''", "require_secure_transport, ON, ''"
  })
  void checksEachVariable(String variable, String value, String code) {
    assertThat(look(source(Flavour.mysql, "8.0.36", Map.of(variable, value)))).extracting(Finding::code).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
  }

  @Test
  void distinguishesNamedZonesFromAbbreviations() {
    Finding named = look(source(Flavour.mysql, "8.0.36", Map.of("time_zone", "Europe/Berlin"))).getFirst();
    Finding abbreviated = look(source(Flavour.mysql, "8.0.36", Map.of("time_zone", "SYSTEM", "system_time_zone", "CEST"))).getFirst();

    assertThat(named.fix()).contains("ServerTimezone=Europe/Berlin");
    assertThat(named.severity()).isEqualTo(Severity.info);
    assertThat(abbreviated.severity()).isEqualTo(Severity.warning);
  }

  @Test
  void needsTlsWhereTheSourceRequiresIt() {
    Inventory inventory =
        new Inventory(
            source(Flavour.aurora, "8.4.0", Map.of("require_secure_transport", "ON", "rds_binlog_retention_hours", "168")), tidb("8.0.11-TiDB-v8.5.6"),
            List.of(), List.of(), "f");
    CheckContext.Address target = new CheckContext.Address("db", 4000, "u");

    assertThat(facts(context(migration(Migration.Tls.none, Migration.Tls.verifyFull), inventory, target, "")))
        .singleElement().satisfies(f -> assertThat(f.code() + " " + f.needed() + f.fix()).startsWith("TW-P316").doesNotContain("require"));
    assertThat(facts(context(migration(Migration.Tls.verifyCa, Migration.Tls.verifyFull), inventory, target, ""))).isEmpty();
  }

  /** Recorded host names, users and versions of TiDB Cloud, which no test can connect to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.0.11-TiDB-v7.5.2-serverless|gateway01.eu-central-1.prod.aws.tidbcloud.com|4000|3pTAoNNegb47Uc8.root|verifyFull|eu-central-1|TW-P366 TW-P370",
        "8.0.11-TiDB-v7.5.2-serverless|gateway01.eu-central-1.prod.aws.tidbcloud.com|4000|root|verifyFull|eu-central-1|TW-P361 TW-P366 TW-P370",
        "8.0.11-TiDB-v8.5.3-serverless|gateway01.eu-central-1.prod.aws.tidbcloud.com|4000|3pTAoNNegb47Uc8.root|verifyFull|eu-central-1|TW-P366 TW-P370",
        "8.0.11-TiDB-v8.5.3-serverless|essential-1.eu-central-1.prod.aws.tidbcloud.com|4000|root|verifyFull|eu-central-1|TW-P366 TW-P370",
        "8.0.11-TiDB-v8.5.7|premium-1.eu-central-1.prod.aws.tidbcloud.com|4000|root|verifyFull|eu-central-1|",
        "8.0.11-TiDB-v8.5.3|tidb.abc123.clusters.tidb-cloud.com|4000|root|verifyFull|eu-central-1|",
        "8.0.11-TiDB-v8.5.3|tidb.abc.us-east-1.prod.aws.tidbcloud.com|4000|root|verifyCa|eu-central-1|TW-P362 TW-P364",
        "8.0.11-TiDB-v8.5.3|tidb.abc.us-east-1.prod.aws.tidbcloud.com|3306|root|none|us-east-1|TW-P365 TW-P364",
        "8.0.11-TiDB-v8.5.3|privatelink-1.abc.clusters.tidb-cloud.com|4000|root|none|us-east-1|",
        "8.0.11-TiDB-v8.5.6|10.0.0.7|4000|root|none|us-east-1|"
      })
  void recognizesTheKindsOfTiDbCloud(String version, String host, int port, String user, Migration.Tls tls, String region, String codes) {
    Inventory inventory = new Inventory(source(Flavour.mysql, "8.0.36", Map.of()), tidb(version), List.of(), List.of(), "f");

    List<Finding> findings = facts(context(migration(Migration.Tls.verifyFull, tls), inventory, new CheckContext.Address(host, port, user), region));

    assertThat(findings).extracting(Finding::code).isEqualTo(codes == null ? List.of() : List.of(codes.split(" ")));
  }

  @Test
  void comparesTheInstanceOfTheRequestWithTheProposedOne() {
    Inventory inventory = new Inventory(source(Flavour.mysql, "8.0.36", Map.of()), tidb("8.0.11-TiDB-v8.5.6"), List.of(), List.of(), "f");
    CheckContext s = context(migration(Migration.Tls.verifyFull, Migration.Tls.verifyFull), inventory, new CheckContext.Address("h", 4000, "root"), "");
    assertThat(InstanceChecks.size(with(s, "dms.t3.large", 50))).isEmpty();
    assertThat(InstanceChecks.size(with(s, "dms.c6i.xlarge", 50))).as("8 GiB as well").isEmpty();
    assertThat(InstanceChecks.size(with(s, "dms.z9.huge", 50))).as("of a size that is not known").isEmpty();
    assertThat(InstanceChecks.size(with(s, "dms.r6i.xlarge", 200)))
        .extracting(f -> f.code() + " " + f.object())
        .containsExactly("TW-P372 /replication/instanceClass", "TW-P372 /replication/storageGb");
  }

  private static CheckContext with(CheckContext s, String instanceClass, int storageGb) {
    Estimates e = new Estimates(1, 1, 1, 1, 1, 1, Optional.empty(), 1, instanceClass, storageGb, "", Optional.empty(), "", List.of());
    return new CheckContext(s.migration(), s.inventory(), false, s.source(), s.target(), e, "");
  }

  @Test
  void warnsWhereTheQuotaOfStarterIsTooSmall() {
    Inventory inventory =
        new Inventory(source(Flavour.mysql, "8.0.36", Map.of()), tidb("8.0.11-TiDB-v7.5.2-serverless"), List.of(), List.of(), "f");
    CheckContext s = context(migration(Migration.Tls.verifyFull, Migration.Tls.verifyFull), inventory, new CheckContext.Address("h", 4000, "a.root"), "");
    CheckContext large = new CheckContext(s.migration(), inventory, false, s.source(), s.target(), estimates(10, 10, 6L << 30), "");

    assertThat(TargetChecks.quota(large)).extracting(Finding::severity).containsExactly(Severity.warning);
    assertThat(TargetChecks.quota(s)).extracting(Finding::severity).containsExactly(Severity.info);
  }

  @Test
  void readsTheStateOfAReplica() {
    Server server = source(Flavour.mysql, "8.0.36", Map.of());

    assertThat(SourceQuestions.replica(server, "Yes", "No", Optional.of("0"))).extracting(Finding::severity).containsExactly(Severity.blocker);
    assertThat(SourceQuestions.replica(server, "Yes", "Yes", Optional.of("3600"))).extracting(Finding::severity).containsExactly(Severity.warning);
    assertThat(SourceQuestions.replica(server, "Yes", "Yes", Optional.of("0"))).extracting(Finding::severity).containsExactly(Severity.info);
    assertThat(SourceQuestions.replica(source(Flavour.mysql, "8.0.36", Map.of("log_replica_updates", "OFF")), "Yes", "Yes", Optional.of("0")))
        .extracting(Finding::code)
        .containsExactly("TW-P312", "TW-P313");
    assertThat(SourceQuestions.replica(source(Flavour.rds, "8.0.36", Map.of()), "No", "No", Optional.empty()).getFirst().fix()).contains("CALL mysql.rds_");
  }

  @Test
  void warnsAboutLogsLargerThanAwsDmsReads() {
    assertThat(SourceQuestions.hugeLogs(Map.of("binlog.000001", 1L << 30, "binlog.000002", 4L << 30))).isEmpty();
    assertThat(SourceQuestions.hugeLogs(Map.of("binlog.000001", 1L << 30, "binlog.000002", 5L << 30)))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("TW-P353");
              assertThat(f.object()).isEqualTo("binlog.000002");
              assertThat(f.found()).contains("5.0 GiB");
            });
  }

  @Test
  void hintsAtKeysThatMySqlHides() {
    Column a = column("a", "int", false);
    Table keyless =
        TableBuilder.builder().id(new TableId("s", "t")).engine("InnoDB").collation("utf8mb4_bin").columns(List.of(a)).build();
    Server hides = source(Flavour.mysql, "8.0.30", Map.of("show_gipk_in_create_table_and_information_schema", "OFF"));

    assertThat(look(hides, "8.0.11-TiDB-v8.5.6", List.of(keyless)).getFirst().fix()).contains("my_row_id", "SET VISIBLE");
    assertThat(look(source(Flavour.mysql, "8.0.30", Map.of()), "8.0.11-TiDB-v8.5.6", List.of(keyless)).getFirst().fix()).doesNotContain("my_row_id");
  }

  @Test
  void saysWhatReloadingTablesWithoutAKeyCosts() {
    Table keyless =
        TableBuilder.builder()
            .id(new TableId("s", "log"))
            .engine("InnoDB")
            .collation("utf8mb4_bin")
            .rows(7000)
            .bytes(3 << 20)
            .columns(List.of(column("a", "int", false)))
            .build();
    Table keyed = table(Map.of());

    Finding refused = reload(Migration.Keyless.refuse, keyed, keyless).getFirst();
    assertThat(refused.severity()).isEqualTo(Severity.blocker);
    assertThat(refused.fix()).contains("\"keyless\": \"reload\"");
    assertThat(reload(Migration.Keyless.reload, keyed, keyless))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("TW-P060");
              assertThat(f.severity()).isEqualTo(Severity.warning);
              assertThat(f.found()).contains("7000 rows", "3.0 MiB");
              assertThat(f.needed()).contains("about 77 s");
            });
    assertThat(reload(Migration.Keyless.reload, keyed)).isEmpty();
  }

  @Test
  void refusesToReloadLobsAndASelectionWithoutAnyKey() {
    Table lobs =
        TableBuilder.builder()
            .id(new TableId("s", "log"))
            .engine("InnoDB")
            .collation("utf8mb4_bin")
            .columns(List.of(column("t", "text", true), column("j", "json", true)))
            .build();

    assertThat(reload(Migration.Keyless.reload, table(Map.of()), lobs)).extracting(Finding::code).containsExactly("TW-P060", "TW-P352");
    assertThat(reload(Migration.Keyless.reload, table(Map.of()), lobs).getLast().found()).contains("j json").doesNotContain("t text");
    assertThat(reload(Migration.Keyless.reload, lobs)).extracting(Finding::code).containsExactly("TW-P060", "TW-P348", "TW-P352");
    assertThat(reload(Migration.Keyless.refuse, lobs)).extracting(Finding::code).containsExactly("TW-P060");
  }

  private static List<Finding> reload(Migration.Keyless keyless, Table... tables) {
    Migration migration = migration(Migration.Tls.verifyFull, Migration.Tls.verifyFull).withKeyless(keyless);
    Inventory inventory = new Inventory(source(Flavour.mysql, "8.0.36", Map.of()), tidb("8.0.11-TiDB-v8.5.6"), List.of(tables), List.of(), "f");
    CheckContext.Address address = new CheckContext.Address("db", 3306, "u");
    Estimates estimates = new Estimates(1, 1, 1, 10, 10, 10, Optional.of(77L), 1, "dms.t3.large", 50, "", Optional.empty(), "", List.of());
    return facts(new CheckContext(migration, inventory, false, address, address, estimates, ""));
  }

  @Test
  void warnsAboutFeaturesThatAnOlderTargetLacks() {
    Table child =
        TableBuilder.builder()
            .id(new TableId("s", "t"))
            .engine("InnoDB")
            .collation("utf8mb4_bin")
            .columns(List.of(column("id", "int", false)))
            .indexes(List.of(primary()))
            .foreignKeys(List.of(new ForeignKey("k", List.of("id"), new TableId("s", "p"), List.of("id"), "RESTRICT", "RESTRICT")))
            .build();
    Server sound = source(Flavour.mysql, "8.0.36", Map.of());

    assertThat(look(sound, "8.0.11-TiDB-v7.5.2", List.of(child))).extracting(Finding::code).containsExactly("TW-P360");
    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(child))).isEmpty();
  }

  @Test
  void refusesTheSchemaTestUnlessItIsMeant() {
    Server sound = source(Flavour.mysql, "8.0.36", Map.of());

    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(), new SchemaSelection("test", List.of()))).extracting(Finding::code).containsExactly("TW-P334");
    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(), new SchemaSelection("tests", List.of()))).isEmpty();
  }

  @Test
  void turnsAChecksFailureIntoAFindingOfItsOwn() {
    Check broken =
        new Check.OfFacts(
            "broken",
            s -> {
              throw new IllegalStateException("oops");
            });
    Check unreachable = new Check.OfSource("unreachable", (s, c) -> List.of());
    Check fine = new Check.OfFacts("fine", s -> List.of(Finding.info(FindingCode.LOBS_SAMPLED, "o", "f", "n", "x")));
    Inventory inventory = new Inventory(source(Flavour.mysql, "8", Map.of()), tidb(""), List.of(), List.of(), "");

    List<Finding> findings =
        new Preflight(ChecksTest::refuse, ChecksTest::refuse, LONG)
            .look(
                List.of(broken, unreachable, fine),
                context(migration(Migration.Tls.none, Migration.Tls.none), inventory, new CheckContext.Address("h", 1, "u"), ""));

    assertThat(findings).extracting(Finding::code).containsExactly("TW-P099", "TW-P300", "TW-P013");
  }

  @Test
  void namesTheChecksThatHadNoTime() {
    Check asking = new Check.OfSource("asking", (s, c) -> List.of());

    List<Finding> findings = new Preflight(ChecksTest::refuse, ChecksTest::refuse, () -> Duration.ofSeconds(30)).look(List.of(asking), null);

    assertThat(findings).extracting(Finding::code).containsExactly("TW-P300");
  }

  private static Column column(String name, String type, boolean nullable) {
    return ColumnBuilder.builder().name(name).type(type).columnType(type).nullable(nullable).build();
  }

  private static Index primary() {
    return new Index("PRIMARY", true, "BTREE", List.of(new Index.Part(Optional.of("id"), Optional.empty(), Optional.empty())));
  }
}
