import com.fasterxml.jackson.databind.JsonNode;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.aws.ObjectStore;
import dev.tideway.aws.SecretReader;
import dev.tideway.json.Json;
import dev.tideway.lambda.ConvertHandler;
import dev.tideway.lambda.Handler;
import dev.tideway.lambda.InventoryHandler;
import dev.tideway.lambda.PlanHandler;
import dev.tideway.lambda.PlanTasksHandler;
import dev.tideway.lambda.PreflightHandler;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TidbServer;
import dev.tideway.run.Locks;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** See bench/plan. */
public final class PlanBench {
  private static final int SCHEMAS = 10;
  private static final int THREADS = 4;

  private PlanBench() {}

  /** The bucket as a folder: what a function leaves must not count as its memory. */
  private record Folder(Path root) implements ObjectStore {
    @Override
    public <T> Optional<T> get(String key, Function<InputStream, T> reading) {
      Path file = root.resolve(key);
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        return Optional.of(reading.apply(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void put(String key, Content content, String contentType) {
      Path file = root.resolve(key);
      try {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          content.writeTo(out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<String> list(String prefix) {
      try (Stream<Path> files = Files.walk(root)) {
        return files.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).filter(k -> k.startsWith(prefix)).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes the source, plans, prints. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    int tables = Integer.parseInt(option(options, "--tables", "10000"));
    int columns = Integer.parseInt(option(options, "--columns", "20"));
    boolean mysql = option(options, "--source", "MySQL").equals("MySQL");
    CacheDirectory cache = CacheDirectory.standard();
    List<String> own = List.of("--innodb-file-per-table=OFF", "--table-open-cache=4000");
    Path folder = Files.createTempDirectory("plan-bench");
    try (DatabaseServer source = (mysql ? SourceServer.MYSQL_8_0 : SourceServer.MARIADB_11_4).start(cache, own, Progress.silent());
        DatabaseServer target = TidbServer.start(cache, Progress.silent())) {
      fill(source, tables, columns);
      System.out.printf(Locale.ROOT, "source: %s, %d tables, %d columns%n", mysql ? "MySQL" : "MariaDB", tables, tables * columns);
      plan(source, target, new Folder(folder));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  private static String option(List<String> options, String name, String otherwise) {
    int at = options.indexOf(name);
    return at < 0 ? otherwise : options.get(at + 1);
  }

  private static void fill(DatabaseServer source, int tables, int columns) throws Exception {
    List<Thread> threads = new ArrayList<>();
    try (Connection connection = source.connect(source.admin()); Statement statement = connection.createStatement()) {
      for (int s = 0; s < SCHEMAS; s++) {
        statement.execute("CREATE DATABASE bench_" + s + " COLLATE utf8mb4_bin");
      }
    }
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      threads.add(Thread.ofPlatform().start(() -> fill(source, first, tables, columns)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void fill(DatabaseServer source, int first, int tables, int columns) {
    String[] types = {"INT", "VARCHAR(100)", "DECIMAL(12,2)", "DATETIME", "BIGINT UNSIGNED", "CHAR(3)", "DATE", "DOUBLE", "TINYINT", "VARCHAR(20) NOT NULL DEFAULT 'x'"};
    StringBuilder body = new StringBuilder("id BIGINT AUTO_INCREMENT PRIMARY KEY");
    for (int c = 1; c < columns; c++) {
      body.append(", column_").append(c).append(' ').append(types[c % types.length]);
    }
    body.append(", KEY a (column_1), KEY b (column_2, column_3)");
    try (Connection connection = source.connect(source.admin()); Statement statement = connection.createStatement()) {
      statement.execute("SET sql_log_bin = 0");
      for (int i = first; i < tables; i += THREADS) {
        statement.execute("CREATE TABLE bench_" + i % SCHEMAS + ".table_" + i + " (" + body + ")");
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void plan(DatabaseServer source, DatabaseServer target, ObjectStore objects) throws Exception {
    Run run = new Run("bench", "arn:bench", 1, "migrations/bench/1");
    List<Migration.SchemaSelection> schemas = new ArrayList<>();
    for (int s = 0; s < SCHEMAS; s++) {
      schemas.add(new Migration.SchemaSelection("bench_" + s, List.of()));
    }
    objects.putJson(
        run.key("migration.json"),
        new Migration(
            "bench", Migration.Mode.plan, new Migration.Endpoint("source", Migration.Tls.none, Optional.empty()),
            new Migration.Endpoint("target", Migration.Tls.none, Optional.empty()), schemas,
            new Migration.Replication("dms.t3.large", 50, false, List.of(), Optional.empty(), List.of(), false, Optional.empty(), Map.of(), 8),
            new Migration.Verification(50_000, 4, Duration.ofHours(1), List.of()),
            new Migration.Cutover(Migration.Approval.none, Migration.Freeze.readOnly, Duration.ofSeconds(5), 3, Duration.ofHours(1), Duration.ofHours(1)),
            Migration.Finish.delete, Optional.empty(), Migration.Schema.DEFAULT, Migration.Indexes.DEFAULT, List.of(), Migration.Keyless.refuse, List.of()));
    SecretReader secrets = name -> secret(name.equals("source") ? source : target);
    Locks locks = (Locks) Proxy.newProxyInstance(Locks.class.getClassLoader(), new Class<?>[] {Locks.class}, (p, m, a) -> m.getReturnType() == Optional.class ? Optional.empty() : null);
    long start = System.nanoTime();
    int largest = 0;
    largest = Math.max(largest, call("inventory", run, new InventoryHandler(objects, locks, secrets)));
    largest = Math.max(largest, call("conversion", run, new ConvertHandler(objects, locks)));
    largest = Math.max(largest, call("checks", run, new PreflightHandler(objects, secrets, locks, "us-east-1")));
    largest = Math.max(largest, call("tasks", run, new PlanTasksHandler(objects, locks)));
    largest = Math.max(largest, call("plan", run, new PlanHandler(objects, locks, Clock.systemUTC())));
    System.out.printf(Locale.ROOT, "plan without the dry run: %.1f s; largest answer %d bytes%n", (System.nanoTime() - start) / 1e9, largest);
    for (String key : objects.list(run.prefix())) {
      System.out.printf(Locale.ROOT, "  %-32s %,12d characters%n", key.substring(run.prefix().length() + 1), objects.get(key).orElse("").length());
    }
    JsonNode plan = Json.read(objects.get(run.key("plan.json")).orElseThrow(), JsonNode.class);
    System.out.println("verdict " + plan.get("verdict").asText() + ", " + plan.get("statements").size() + " statements, " + plan.get("findings").size() + " findings");
  }

  private static DatabaseSecret secret(DatabaseServer server) {
    return new DatabaseSecret(server.host(), server.port(), server.migration().user(), server.migration().password());
  }

  /** Calls an action as its function does; answers the bytes of its answer. */
  private static int call(String what, Run run, Handler<?, ?> action) throws IOException {
    byte[] input = Json.write(Map.of("run", run)).getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    action.handle(input, out, () -> Duration.ofMinutes(15));
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT, "%-12s %6.1f s, answer %d bytes, heap in use %d MB%n", what, (System.nanoTime() - start) / 1e9, out.size(),
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    return out.size();
  }
}
