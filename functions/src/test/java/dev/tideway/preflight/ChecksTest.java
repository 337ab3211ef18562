package dev.tideway.preflight;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.Flavour;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Server;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.request.Finding;
import dev.tideway.request.Migration;
import dev.tideway.request.Migration.SchemaSelection;
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

/** Checks on recorded facts, those of managed servers above all, which no test server can show. */
class ChecksTest {
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
    Migration.Endpoint endpoint = new Migration.Endpoint("arn", Migration.Tls.verifyFull, Optional.empty());
    Migration migration =
        new Migration(
            "m", Migration.Mode.plan, endpoint, endpoint, List.of(schemas),
            new Migration.Replication("dms.t3.large", 50, false, List.of(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), 8),
            new Migration.Verification(1000, 1, Duration.ofHours(1), List.of()),
            new Migration.Cutover(
                Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofHours(1)),
            Migration.Finish.delete, Optional.empty());
    return Preflight.look(Checks.ALL, new Situation(migration, inventory, Map.of(), false));
  }

  private static List<Finding> look(Server source) {
    return look(source, "8.0.11-TiDB-v8.5.6", List.of());
  }

  private static Table table(Map<String, Long> lobs) {
    Column id =
        new Column(
            "id", "int", "int", false, Optional.empty(), false, false, Optional.empty(), Optional.empty(), Optional.empty(), false, false, "");
    Index primary = new Index("PRIMARY", true, "BTREE", List.of(new Index.Part(Optional.of("id"), Optional.empty(), Optional.empty())));
    return new Table(
        new TableId("s", "t"), "InnoDB", "utf8mb4_bin", 0, 0, Optional.empty(), "", List.of(id), List.of(primary), List.of(), lobs);
  }

  @ParameterizedTest
  @CsvSource({
    "5.7.44-log, true", "8.0.36, true", "8.4.0, true", "10.2.44-MariaDB, true", "11.4.5-MariaDB-log, true", "5.6.51, false", "10.1.48-MariaDB, false"
  })
  void knowsWhichSourcesAreSupported(String version, boolean supported) {
    Flavour flavour = version.contains("MariaDB") ? Flavour.mariadb : Flavour.mysql;

    assertThat(look(source(flavour, version, Map.of())).isEmpty()).isEqualTo(supported);
  }

  @ParameterizedTest
  @CsvSource({"8.0.11-TiDB-v8.5.6, true", "8.0.11-TiDB-v7.5.2-serverless, true", "8.0.11-TiDB-v7.1.0, false", "8.0.36, false"})
  void knowsWhichTargetsAreSupported(String version, boolean supported) {
    assertThat(look(source(Flavour.mysql, "8.0.36", Map.of()), version, List.of()).stream().noneMatch(f -> f.code().equals("TW-P040")))
        .isEqualTo(supported);
  }

  @Test
  void tellsSelfManagedServersTheStatement() {
    Finding finding = look(source(Flavour.mysql, "8.0.36", Map.of("binlog_format", "MIXED"))).getFirst();

    assertThat(finding.code()).isEqualTo("TW-P023");
    assertThat(finding.found()).isEqualTo("MIXED");
    assertThat(finding.fix()).startsWith("SET GLOBAL binlog_format = 'ROW'").contains("my.cnf").contains("no restart");
    assertThat(look(source(Flavour.mariadb, "11.4.5-MariaDB", Map.of("log_bin", "OFF"))).getFirst().fix()).contains("restart the server");
  }

  @Test
  void tellsRdsAndAuroraTheirParameterGroups() {
    Map<String, String> kept = Map.of("rds_binlog_retention_hours", "168");
    Map<String, String> mixed = Map.of("rds_binlog_retention_hours", "168", "binlog_format", "MIXED");

    assertThat(look(source(Flavour.rds, "8.0.36", kept))).isEmpty();
    assertThat(look(source(Flavour.rds, "8.0.36", mixed)).getFirst().fix()).contains("DB instance's parameter group");
    assertThat(look(source(Flavour.aurora, "8.0.36", mixed)).getFirst().fix()).contains("DB cluster parameter group").contains("reboot the writer");
    assertThat(look(source(Flavour.rds, "8.0.36", Map.of("log_bin", "OFF"))).getFirst().fix()).contains("automated backups");
  }

  @Test
  void asksManagedServersForTheirRetention() {
    for (Map<String, String> variables : List.of(Map.<String, String>of(), Map.of("rds_binlog_retention_hours", "12"))) {
      Finding finding = look(source(Flavour.rds, "8.0.36", variables)).getFirst();
      assertThat(finding.code()).isEqualTo("TW-P026");
      assertThat(finding.fix()).contains("CALL mysql.rds_set_configuration('binlog retention hours', 168)");
    }
  }

  @Test
  void takesAnUnlimitedBinaryLogForLongEnough() {
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

    assertThat(findings).extracting(Finding::code).containsExactly("TW-P050", "TW-P051", "TW-P051");
  }

  @Test
  void refusesValuesThatTiDbCannotStore() {
    Server sound = source(Flavour.mysql, "8.0.36", Map.of());

    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(table(Map.of("x", 6_291_455L))))).isEmpty();
    assertThat(look(sound, "8.0.11-TiDB-v8.5.6", List.of(table(Map.of("x", 6_291_456L))))).extracting(Finding::code).containsExactly("TW-P064");
  }

  @Test
  void turnsACheckThatFailsIntoAFinding() {
    Check broken =
        new Check(
            "broken",
            s -> {
              throw new IllegalStateException("oops");
            });
    Check fine = new Check("fine", s -> List.of(Finding.info("TW-P013", "o", "f", "n", "x")));

    List<Finding> findings =
        Preflight.look(
            List.of(broken, fine),
            new Situation(null, new Inventory(source(Flavour.mysql, "8", Map.of()), null, List.of(), List.of(), ""), Map.of(), false));

    assertThat(findings).extracting(Finding::code).containsExactly("TW-P099", "TW-P013");
  }
}
