package dev.tideway.local.commands;

import dev.tideway.fixture.Pair;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class DriftCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhereTheTargetIsNotAsPlanned() throws Exception {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.source(
          "CREATE TABLE t (id INT(11) NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'x', KEY k (v))"
              + " COLLATE utf8mb4_bin");
      pair.target(
          "ALTER DATABASE `" + pair.schema() + "` COLLATE utf8mb4_0900_ai_ci",
          "CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL DEFAULT 'x', KEY k (v))"
              + " COLLATE utf8mb4_bin AUTO_ID_CACHE 1");
      assertThat(drift(pair.schema())).as(out + "\n" + err).isZero();
      assertThat(out.toString()).contains("as planned");

      pair.target("ALTER TABLE t DROP INDEX k", "ALTER TABLE t MODIFY v VARCHAR(20) COLLATE utf8mb4_general_ci DEFAULT 'x'");
      assertThat(drift(pair.schema())).isEqualTo(1);
      assertThat(out.toString()).contains(pair.schema() + ".t.k (index): planned ").contains(pair.schema() + ".t.v (nullability)").contains("2 differences");
    }
  }

  @Test
  void cannotCompareWithoutTheSchema() throws Exception {
    assertThat(drift("nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("TW-P010", "nowhere");
  }

  private int drift(String schema) {
    return new CommandLine(new SchemaCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("drift", "--source", url(TestServers.shared(LocalFlavour.MYSQL)), "--target", url(TestServers.shared(LocalFlavour.TIDB)), "--schemas", schema);
  }

  private static String url(DatabaseServer server) {
    return "mysql://" + server.migration().user() + ":" + server.migration().password() + "@" + server.host() + ":" + server.port() + "?tls=none";
  }
}
