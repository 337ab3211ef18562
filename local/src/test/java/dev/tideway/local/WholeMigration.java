package dev.tideway.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.demo.SampleWriter;
import dev.tideway.local.demo.Workload;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.RowComparator;
import dev.tideway.local.servers.SchemaComparator;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

import static org.assertj.core.api.Assertions.assertThat;

/** One migration from its start to "switch now" with writes to the source, and a comparison of both databases that does not use Tideway's code. */
final class WholeMigration {
  private static final DatabaseServer TARGET = TestServers.ofTheApplication(LocalFlavour.TIDB);

  private WholeMigration() {}

  static void migrateAndCompare(DatabaseServer source, List<String> schemas, Workload workload) throws Exception {
    try (SampleWriter writer = SampleWriter.start(source, workload, 11, 30)) {
      TestMigration migration = new TestMigration(source, TARGET, schemas).start();
      DescribeExecutionResponse end = migration.approveFreezeAndAwait(writer);

      assertThat(end.statusAsString()).as("%s %s%s", end.error(), end.cause(), migration.mismatches()).isEqualTo("SUCCEEDED");
      assertThat(writer.failure()).isEmpty();
      assertThat(writer.counts().transactions()).isPositive();
      JsonNode output = Json.read(end.output(), JsonNode.class);
      assertThat(output.get("mismatches").asLong()).isZero();
      RowComparator.Report rows = new RowComparator(source, TARGET).compare(schemas, 20);
      assertThat(rows.differences()).isEmpty();
      assertThat(rows.same()).isTrue();
      assertThat(output.get("rows").asLong()).isEqualTo(rows.rows());
      assertThat(new SchemaComparator(source, TARGET).compare(schemas)).isEmpty();
      assertThat(migration.history()).hasSizeLessThan(500);
      assertThat(migration.file("report.html")).contains("Finished", "Rows moved by AWS DMS 3.");
      assertThat(TestApplication.shared().denials()).isEmpty();
      writer.unfreeze();
    }
  }

  static void dropOnTarget(List<String> schemas) throws SQLException {
    try (Connection connection = TARGET.connect(TARGET.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (String schema : schemas) {
        statement.execute("DROP DATABASE IF EXISTS `" + schema + "`");
      }
    }
  }
}
