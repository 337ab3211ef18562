package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.database.DatabaseServer;
import dev.tideway.local.database.Flavour;
import dev.tideway.local.database.RowComparator;
import dev.tideway.local.database.SchemaComparator;
import dev.tideway.local.database.TestServers;
import dev.tideway.local.sample.DemoDatabase;
import dev.tideway.local.sample.DemoWorkload;
import dev.tideway.local.sample.RandomDatabase;
import dev.tideway.local.sample.RandomWorkload;
import dev.tideway.local.sample.SampleWriter;
import dev.tideway.local.sample.Workload;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The main job: a real database, written to all the while, migrated into a real TiDB by the deployed application. The referee is a
 * comparison of its own over JDBC, not Tideway's verification.
 */
@EndToEnd
final class MigrationIT {
  private final DatabaseServer target = TestServers.ofTheApplication(Flavour.TIDB);

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void movesTheSampleDatabaseWhileItIsWrittenTo(Flavour flavour) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(flavour);
    dropOnTarget(DemoDatabase.SCHEMAS);
    try (Connection connection = source.connect(source.admin())) {
      DemoDatabase.create(connection);
      DemoDatabase.fill(connection, 10_000, 7, line -> {});
    }
    migrateAndCompare(source, DemoDatabase.SCHEMAS, new DemoWorkload());
  }

  @ParameterizedTest
  @EnumSource(value = Flavour.class, names = {"MARIADB", "MYSQL"})
  void movesASchemaThatNoCodeKnows(Flavour flavour) throws Exception {
    DatabaseServer source = TestServers.ofTheApplication(flavour);
    RandomDatabase random = new RandomDatabase(flavour == Flavour.MARIADB ? 101 : 102);
    dropOnTarget(List.of(random.schema()));
    try (Connection connection = source.connect(source.admin())) {
      random.create(connection);
    }
    RandomDatabase.fill(source, random.schema(), 500, 7);
    migrateAndCompare(source, List.of(random.schema()), RandomWorkload.over(source, random.schema()));
  }

  private void migrateAndCompare(DatabaseServer source, List<String> schemas, Workload workload) throws Exception {
    try (SampleWriter writer = SampleWriter.start(source, workload, 11, 30)) {
      TestMigration migration = new TestMigration(source, target, schemas).start();
      DescribeExecutionResponse end = migration.approveFreezeAndAwait(writer);

      assertThat(end.statusAsString()).as("%s %s%s", end.error(), end.cause(), migration.mismatches()).isEqualTo("SUCCEEDED");
      assertThat(writer.failure()).isEmpty();
      assertThat(writer.counts().transactions()).isPositive();
      JsonNode output = Json.read(end.output(), JsonNode.class);
      assertThat(output.get("mismatches").asLong()).isZero();
      RowComparator.Report rows = new RowComparator(source, target).compare(schemas, 20);
      assertThat(rows.differences()).isEmpty();
      assertThat(rows.same()).isTrue();
      assertThat(output.get("rows").asLong()).isEqualTo(rows.rows());
      assertThat(new SchemaComparator(source, target).compare(schemas)).isEmpty();
      assertThat(migration.history()).hasSizeLessThan(500);
      assertThat(migration.file("report.html")).contains("Finished");
      assertThat(TestApplication.shared().denials()).isEmpty();
      writer.thaw();
    }
  }

  private void dropOnTarget(List<String> schemas) throws SQLException {
    try (Connection connection = target.connect(target.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (String schema : schemas) {
        statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
      }
    }
  }
}
