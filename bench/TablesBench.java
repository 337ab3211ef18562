import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.json.Json;
import dev.tideway.local.demo.DemoCommand;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;

/** See bench/tables. */
public final class TablesBench {
  private static final Set<String> COUNTED = Set.of("Prepare", "Load", "Index", "Replicate");

  private TablesBench() {}

  /** Makes the source, migrates it, prints. */
  public static void main(String[] arguments) throws Exception {
    int tables = Integer.parseInt(option(List.of(arguments), "--tables", "1000"));
    int rows = Integer.parseInt(option(List.of(arguments), "--rows", "100"));
    Path summary = Files.createTempFile("tables-bench", ".json");
    try (DatabaseServer source = SourceServer.MARIADB_11_4.start(CacheDirectory.standard(), Progress.silent())) {
      fill(source, tables, rows);
      String url = "mysql://%s:%s@%s:%d".formatted(source.migration().user(), source.migration().password(), source.host(), source.port());
      int code = new CommandLine(new DemoCommand()).execute("--source", url, "--schemas", "bench", "--summary", summary.toString());
      double counted = 0;
      for (JsonNode phase : Json.read(Files.readString(summary), JsonNode.class).get("phases")) {
        counted += COUNTED.contains(phase.get("name").asText()) ? phase.get("seconds").asDouble() : 0;
      }
      System.out.printf(Locale.ROOT, "%d tables of %d rows: Prepare to Replicate %.1f s, exit code %d%n", tables, rows, counted, code);
    } finally {
      Files.delete(summary);
    }
  }

  private static String option(List<String> options, String name, String otherwise) {
    int at = options.indexOf(name);
    return at < 0 ? otherwise : options.get(at + 1);
  }

  private static void fill(DatabaseServer source, int tables, int rows) throws Exception {
    try (Connection connection = source.connect(source.admin());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE bench COLLATE utf8mb4_general_ci");
      statement.execute("USE bench");
      statement.execute("SET sql_log_bin = 0");
      for (int i = 0; i < tables; i++) {
        statement.execute(
            "CREATE TABLE t" + i + " (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, a VARCHAR(40), b INT, c VARCHAR(40), d INT, e DATETIME,"
                + " UNIQUE KEY u (a), KEY k1 (b), KEY k2 (c, d))");
        statement.execute("INSERT INTO t" + i + " SELECT seq, CONCAT('a', seq), seq, 'c', seq, NOW() FROM seq_1_to_" + rows);
      }
    }
  }
}
