import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TidbServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** See bench/digests. */
public final class DigestBench {
  private static final String TEXT =
      "CONCAT_WS(CAST(x'FF' AS BINARY), id, IFNULL(n,'~'), IFNULL(v,CAST(x'FE' AS BINARY)), IFNULL(p,'~'), IFNULL(c,'~'), IFNULL(t,'~'))";
  private static final String UNMERGED = " LIMIT 18446744073709551615";
  private static final String CONV = "CAST(CONV(%s,16,10) AS UNSIGNED)";

  private DigestBench() {}

  /** Every way on every server, in turn. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    int rows = number(options, "--rows", 1_000_000);
    int rounds = number(options, "--rounds", 3);
    CacheDirectory cache = CacheDirectory.standard();
    Map<String, String> ways = ways();
    Map<String, Map<String, String>> table = new LinkedHashMap<>();
    for (String name : List.of("MySQL", "MariaDB", "TiDB")) {
      try (DatabaseServer server = switch (name) {
            case "MySQL" -> SourceServer.MYSQL_8_0.start(cache, Progress.silent());
            case "MariaDB" -> SourceServer.MARIADB_11_4.start(cache, Progress.silent());
            default -> TidbServer.start(cache, Progress.silent());
          };
          Connection at = server.connect(server.admin())) {
        fill(at, rows);
        for (Map.Entry<String, String> way : ways.entrySet()) {
          double best = Double.MAX_VALUE;
          for (int i = 0; i < rounds; i++) {
            double before = cpuSeconds();
            execute(at, way.getValue());
            best = Math.min(best, cpuSeconds() - before);
          }
          table.computeIfAbsent(way.getKey(), any -> new LinkedHashMap<>()).put(name, String.format(Locale.ROOT, "%.2f", best));
        }
      }
    }
    System.out.printf("%,d rows x 6 columns, CPU seconds, best of %d%n", rows, rounds);
    table.forEach((way, seconds) -> System.out.printf("%-52s %s%n", way, seconds));
  }

  private static int number(List<String> options, String name, int otherwise) {
    int at = options.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(options.get(at + 1));
  }

  private static Map<String, String> ways() {
    Map<String, String> ways = new LinkedHashMap<>();
    ways.put("the text alone", "SELECT COUNT(*), SUM(LENGTH(" + TEXT + ")) FROM digests.t");
    for (String hash : List.of("MD5(%s)", "SHA2(%s,256)")) {
      String h = hash.formatted(TEXT);
      ways.put(hash.formatted("text") + ", CONV", "SELECT COUNT(*), SUM(" + CONV.formatted("SUBSTRING(CAST(" + h + " AS BINARY),1,16)") + ") FROM digests.t");
      ways.put(hash.formatted("text") + ", CONV outside", outside(h, "LEFT(CAST(%s AS BINARY),16)", "SUM(" + CONV.formatted("h") + ")"));
      ways.put(hash.formatted("text") + ", two CRC32, two sums", outside(h, "%s", "SUM(CRC32(h)), SUM(CRC32(LEFT(h,32)))"));
      ways.put(hash.formatted("text") + ", two CRC32, one sum", outside(h, "%s", "SUM(CRC32(h)<<32|CRC32(LEFT(h,32)))"));
      ways.put(hash.formatted("text") + ", two CRC32 of bytes, one sum", outside(h, "CAST(%s AS BINARY)", "SUM(CRC32(h)<<32|CRC32(LEFT(h,32)))"));
      ways.put(hash.formatted("text") + ", two CRC32, RIGHT", outside(h, "CAST(%s AS BINARY)", "SUM(CRC32(h)<<32|CRC32(RIGHT(h,32)))"));
      ways.put(hash.formatted("text") + ", one CRC32", outside(h, "%s", "SUM(CRC32(h))"));
      ways.put(hash.formatted("text") + ", no number", outside(h, "%s", "SUM(LENGTH(h))"));
    }
    return ways;
  }

  /** The hash in a derived table, which a limit keeps from being merged into the statement and worked out twice. */
  private static String outside(String hash, String form, String sum) {
    return "SELECT COUNT(*), " + sum + " FROM (SELECT " + form.formatted(hash) + " h FROM digests.t" + UNMERGED + ") q";
  }

  private static void fill(Connection at, int rows) throws Exception {
    execute(at, "SET sql_mode = '', time_zone = '+00:00'");
    execute(at, "CREATE DATABASE digests");
    execute(at, "CREATE TABLE digests.t (id BIGINT PRIMARY KEY, n INT, v VARCHAR(60), p DECIMAL(12,2), c CHAR(10), t DATETIME(3)) CHARSET utf8mb4 COLLATE utf8mb4_bin");
    String digits = "(SELECT 0 i UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 "
        + "UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
    for (int from = 0; from < rows; from += 10_000) {
      execute(at, "INSERT INTO digests.t SELECT n, n % 977, CONCAT('some text of row ', n, ' and more'), n / 100, CONCAT('c', n % 1000), "
          + "'2020-01-01' + INTERVAL n SECOND FROM (SELECT " + from + " + a.i + 10 * b.i + 100 * c.i + 1000 * d.i n FROM "
          + digits + " a, " + digits + " b, " + digits + " c, " + digits + " d) q");
    }
    execute(at, "ANALYZE TABLE digests.t");
  }

  private static void execute(Connection at, String sql) throws Exception {
    try (Statement statement = at.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            // all of it, so that the server is done
          }
        }
      }
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().descendants().mapToDouble(process -> seconds(process.pid())).sum();
  }

  private static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    } catch (java.io.IOException e) {
      return 0;
    }
  }
}
