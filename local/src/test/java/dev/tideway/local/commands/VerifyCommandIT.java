package dev.tideway.local.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.fixture.Pair;
import dev.tideway.json.Json;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.LocalFlavour;
import dev.tideway.local.servers.TestServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class VerifyCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path directory;

  private int verify(LocalFlavour source, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    for (String side : List.of("source", "target")) {
      DatabaseServer server = TestServers.shared(side.equals("source") ? source : LocalFlavour.TIDB);
      Path password = Files.writeString(directory.resolve(side), server.migration().password() + "\n");
      arguments.addAll(List.of(
          "--" + side, "mysql://" + server.migration().user() + "@" + server.host() + ":" + server.port() + "?tls=none", "--" + side + "-password-file", password.toString()));
    }
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    return new CommandLine(new VerifyCommand()).setCaseInsensitiveEnumValuesAllowed(true).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Test
  void printsTheVerdictAndTheStatementsThatFixIt() throws Exception {
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.both(
          "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20), g INT AS (id + 1) STORED)",
          "INSERT INTO t (id, v) VALUES (1, 'a'), (2, 'b'), (3, 'secret'), (4, 'd')",
          "CREATE TABLE u (id INT PRIMARY KEY, j JSON)",
          "INSERT INTO u VALUES (1, '{\"bb\": 1, \"a\": 1.0}')");
      assertThat(verify(LocalFlavour.MYSQL, "--schemas", pair.schema(), "--still")).as(err.toString()).isZero();
      assertThat(out.toString()).contains("equal").contains("5 rows of 2 tables").contains("0 mismatches");

      pair.target("UPDATE t SET v = 'B' WHERE id = 2", "DELETE FROM t WHERE id = 3", "INSERT INTO t (id, v) VALUES (9, 'x')");
      Path result = directory.resolve("result.json");
      Path repair = directory.resolve("repair.sql");
      assertThat(verify(LocalFlavour.MYSQL, "--tables", pair.schema() + ".t", "--still", "--result", result.toString(), "--repair", repair.toString())).isEqualTo(1);
      assertThat(out.toString()).contains("changed " + pair.schema() + ".t {id=2}: v").contains("missing " + pair.schema() + ".t {id=3}").contains("extra " + pair.schema() + ".t {id=9}");

      // the statements that it shows return the numbers that it shows
      JsonNode table = Json.read(Files.readString(result), JsonNode.class).get("tables").get(0);
      assertThat(sum(pair.askSource(second(table, "source")))).isEqualTo(sum(table.get("digests").get("source").asText()));
      assertThat(sum(pair.askTarget(second(table, "target")))).isEqualTo(sum(table.get("digests").get("target").asText()));

      for (String statement : Files.readAllLines(repair)) {
        if (!statement.startsWith("--")) {
          pair.target(statement.replaceAll(";$", ""));
        }
      }
      assertThat(verify(LocalFlavour.MYSQL, "--schemas", pair.schema(), "--still")).isZero();
    }
  }

  private static String second(JsonNode table, String side) {
    return table.get("statements").get(side).asText().replaceFirst("SELECT COUNT\\(\\*\\), ", "SELECT ");
  }

  private static BigInteger sum(String text) {
    return new BigInteger(text);
  }

  @Test
  void comparesCountsAndSamples() throws Exception {
    try (Pair pair = new Pair(LocalFlavour.MARIADB)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
      pair.target("UPDATE t SET v = 0 WHERE id = 1");
      assertThat(verify(LocalFlavour.MARIADB, "--schemas", pair.schema(), "--compare", "counts")).isZero();
      assertThat(verify(LocalFlavour.MARIADB, "--schemas", pair.schema(), "--compare", "sampled", "--still")).as("a table's first chunk is always compared").isEqualTo(1);
      pair.target("DELETE FROM t WHERE id = 1");
      assertThat(verify(LocalFlavour.MARIADB, "--schemas", pair.schema(), "--compare", "counts")).isEqualTo(1);
    }
  }

  @Test
  void reportsThatItCouldNotCompareAndNeverThePassword() throws Exception {
    assertThat(execute("--source", "mysql://root:hunter2@127.0.0.1:1?tls=none", "--target", "mysql://root:hunter2@127.0.0.1:1")).isEqualTo(2);
    assertThat(execute("--source", "mysql://root:hunter2@host:port", "--target", "x")).isEqualTo(2);
    assertThat(execute("--source", "mysql://root:hunter2@[", "--target", "x")).isEqualTo(2);
    assertThat(execute()).isEqualTo(2);
    assertThat(verify(LocalFlavour.MYSQL, "--tables", "nowhere.t")).isEqualTo(2);
    assertThat(err.toString()).contains("could not compare").contains("TW-E115").doesNotContain("hunter2");
    assertThat(out.toString()).doesNotContain("hunter2");
  }

  private static String url(DatabaseServer server, String account, String options) {
    return "mysql://" + account + "@" + server.host() + ":" + server.port() + options;
  }

  private static String reader(DatabaseServer server) {
    return url(server, server.migration().user() + ":" + server.migration().password(), "?tls=none");
  }

  /** What it prints when it cannot compare. */
  private String complaint(String source, String target, String... more) {
    err.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("--source", source, "--target", target));
    arguments.addAll(List.of(more));
    assertThat(execute(arguments.toArray(String[]::new))).as(out.toString()).isEqualTo(2);
    assertThat(err.toString())
        .contains("could not compare").contains("between the source ")
        .doesNotContain("packet").doesNotContain("Communications link").doesNotContain("request").doesNotContain("functions").doesNotContain("hunter2");
    return err.toString();
  }

  @Test
  void saysWhichSideServerAndAccountItIsAndWhatToDo() throws Exception {
    DatabaseServer mysql = TestServers.shared(LocalFlavour.MYSQL);
    DatabaseServer mariadb = TestServers.shared(LocalFlavour.MARIADB);
    String tidb = reader(TestServers.shared(LocalFlavour.TIDB));
    String at = mysql.host() + ":" + mysql.port();
    assertThat(complaint(url(mysql, "reader:hunter2", "?tls=none"), tidb))
        .contains("the source " + at + " (account reader): the server refuses the account or its password").contains("1045").contains("TIDEWAY_SOURCE_PASSWORD");
    assertThat(complaint(tidb, url(mysql, "reader:hunter2", "?tls=none"))).contains("the target " + at + " (account reader): the server refuses");
    assertThat(complaint("mysql://reader:hunter2@no-such-host.invalid", tidb))
        .contains("TW-E165").contains("the source no-such-host.invalid:3306 (account reader) cannot be reached: no such host is known here");
    assertThat(complaint("mysql://reader:hunter2@127.0.0.1:1", tidb))
        .contains("the source 127.0.0.1:1 (account reader) cannot be reached: Connection refused").contains("--source");
    assertThat(complaint(reader(mysql), reader(mariadb).replace("tls=none", "tls=verifyFull")))
        .contains("the target " + mariadb.host()).contains("no TLS connection with tls=verifyFull").contains("ca=FILE in --target");
  }

  @Test
  void saysWhatIsMissingAndWhere() throws Exception {
    DatabaseServer mysql = TestServers.shared(LocalFlavour.MYSQL);
    String tidb = reader(TestServers.shared(LocalFlavour.TIDB));
    try (Pair pair = new Pair(LocalFlavour.MYSQL)) {
      pair.both("CREATE TABLE t (id INT PRIMARY KEY)").source("CREATE TABLE only_here (id INT PRIMARY KEY)");
      assertThat(complaint(reader(mysql), tidb, "--tables", pair.schema() + ".only_here"))
          .contains("TW-E060").contains("the target has no table " + pair.schema() + ".only_here, or does not show it");
      assertThat(complaint(reader(mysql), tidb, "--schemas", "nowhere")).contains("TW-P010 nowhere on the source: no schema of that name");

      String account = "few_" + pair.schema();
      pair.source("CREATE USER " + account + " IDENTIFIED BY 'hunter2'", "GRANT SELECT ON " + pair.schema() + ".t TO " + account,
          "GRANT INSERT ON " + pair.schema() + ".only_here TO " + account);
      try {
        pair.target("CREATE TABLE only_here (id INT PRIMARY KEY)");
        String few = url(mysql, account + ":hunter2", "?tls=none");
        assertThat(complaint(few, tidb, "--tables", pair.schema() + ".only_here")).contains(" on the source failed: error 1142").contains("'only_here'");
        pair.source("REVOKE INSERT ON " + pair.schema() + ".only_here FROM " + account);
        assertThat(complaint(few, tidb, "--tables", pair.schema() + ".only_here"))
            .contains("TW-P011 " + pair.schema() + ".only_here on the source: no table of that name that the source's account can see").contains("GRANT SELECT");
      } finally {
        pair.source("DROP USER " + account);
      }
    }
    assertThat(execute("--source", reader(mysql), "--target", tidb, "--source-password-file", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--source-password-file").contains("cannot be read");
  }

  @Test
  void explainsItself() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("--tables").contains("--repair").contains("could not compare");
  }
}
