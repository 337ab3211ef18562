package dev.tideway.local;

import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** Passwords and row values are found only in the places that may contain them. */
@EndToEnd
final class SecretsIT {
  private static final String ROW_VALUE = "a-value-that-only-the-row-holds";

  private final DatabaseServer source = TestServers.ofTheApplication(LocalFlavour.MARIADB);
  private final DatabaseServer target = TestServers.ofTheApplication(LocalFlavour.TIDB);

  @Test
  void neverReachStateLogsHistoryMessagesOrReport() throws Exception {
    try (Connection connection = source.connect(source.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS secrecy");
      statement.execute("CREATE DATABASE secrecy");
      statement.execute("CREATE TABLE secrecy.t (id INT PRIMARY KEY, v VARCHAR(60)) COLLATE utf8mb4_bin");
      statement.execute("INSERT INTO secrecy.t VALUES (1, '" + ROW_VALUE + "')");
    }
    try (Connection connection = target.connect(target.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS secrecy");
    }
    TestMigration migration =
        new TestMigration(source, target, List.of("secrecy")).with(r -> r.withObject("/cutover").put("freeze", "declared").put("approval", "none")).start();
    assertThat(TestApplication.shared().await(migration.execution()).statusAsString()).isEqualTo("SUCCEEDED");

    // so that only lines and metrics of this migration are searched below
    List<String> logs = TestApplication.logs().stream().filter(line -> line.contains("\"migration\":\"" + migration.name() + "\"")).toList();
    assertThat(logs).isNotEmpty().allMatch(line -> line.contains("\"execution\":\"" + migration.execution() + "\"") && line.contains("\"phase\":"));
    assertThat(logs).anyMatch(line -> line.contains("\"_aws\"") && line.contains("\"RowsVerified\":1.0"));
    assertThat(logs).anyMatch(line -> line.contains("\"state\":\"Verification: Compare batch\""));

    String everything =
        texts(migration.history()) + String.join("\n", TestApplication.logs()) + TestApplication.messages() + migration.file("report.html") + migration.file("report.json")
            + migration.file("plan.html") + migration.file("plan.json") + migration.file("tasks.json");
    assertThat(everything)
        .contains(migration.name())
        .doesNotContain(source.migration().password(), target.migration().password(), ROW_VALUE);
  }

  /** All values of the events; the SDK's own toString hides inputs and outputs. */
  private static String texts(List<HistoryEvent> history) {
    StringBuilder out = new StringBuilder();
    history.forEach(e -> append(out, e));
    return out.toString();
  }

  private static void append(StringBuilder out, SdkPojo value) {
    for (SdkField<?> field : value.sdkFields()) {
      switch (field.getValueOrDefault(value)) {
        case null -> {}
        case SdkPojo inner -> append(out, inner);
        case Object plain -> out.append(plain).append('\n');
      }
    }
  }
}
