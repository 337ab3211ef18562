import com.sun.management.OperatingSystemMXBean;
import dev.tideway.aws.DatabaseSecret;
import dev.tideway.jdbc.Databases;
import dev.tideway.local.servers.CacheDirectory;
import dev.tideway.local.servers.DatabaseServer;
import dev.tideway.local.servers.Progress;
import dev.tideway.local.servers.SourceServer;
import dev.tideway.local.servers.TidbServer;
import dev.tideway.model.CatalogPair;
import dev.tideway.model.Inventory;
import dev.tideway.model.Side;
import dev.tideway.run.Migration;
import dev.tideway.verify.VerificationResult;
import dev.tideway.verify.Verifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** See bench/verify. */
public final class VerifyBench {
  private static final int THREADS = 4;
  private static final int CHUNK = 50_000;
  private static final long ALONE_MILLIS = 10_000;
  private static final List<String> ALL = List.of("wide", "json", "unlike", "tables", "textkey", "nokey", "skewed", "client", "command", "writer");

  private final String name;
  private final DatabaseServer source;
  private final DatabaseServer target;
  private final int rows;
  private final int rounds;

  private VerifyBench(String name, DatabaseServer source, DatabaseServer target, int rows, int rounds) {
    this.name = name;
    this.source = source;
    this.target = target;
    this.rows = rows;
    this.rounds = rounds;
  }

  /** Runs everything, or what --only names, for both sources. */
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    int rows = Integer.parseInt(option(options, "--rows", "1000000"));
    int rounds = Integer.parseInt(option(options, "--rounds", "3"));
    List<String> only = Arrays.asList(option(options, "--only", String.join(",", ALL)).split(","));
    CacheDirectory cache = CacheDirectory.standard();
    for (String flavour : option(options, "--sources", "MySQL,MariaDB").split(",")) {
      try (DatabaseServer source = (flavour.equals("MySQL") ? SourceServer.MYSQL_8_0 : SourceServer.MARIADB_11_4).start(cache, Progress.silent());
          DatabaseServer target = TidbServer.start(cache, Progress.silent())) {
        VerifyBench bench = new VerifyBench(flavour, source, target, rows, rounds);
        for (String what : only) {
          bench.run(what);
        }
      }
    }
  }

  private static String option(List<String> options, String name, String otherwise) {
    int at = options.indexOf(name);
    return at < 0 ? otherwise : options.get(at + 1);
  }

  private void run(String what) throws Exception {
    switch (what) {
      case "wide" -> wide("wide", "without JSON", Optional.empty());
      case "json" -> wide("json", "JSON printed alike", Optional.of("CONCAT('{\"a\": ', n, ', \"b\": \"tag ', n % 1000, '\", \"c\": [', n % 10, ', true, null]}')"));
      case "unlike" -> wide("unlike", "JSON printed differently", Optional.of(
          "CONCAT('{\"id\": ', n, ', \"tag\": \"t', n % 1000, '\", \"score\": ', n % 100, '.0, \"on\": true}')"));
      case "tables" -> tables();
      case "textkey" -> textKey();
      case "nokey" -> noKey();
      case "skewed" -> skewed();
      case "client" -> client();
      case "command" -> command();
      case "writer" -> writer();
      default -> throw new IllegalArgumentException(what);
    }
  }

  // ------------------------------------------------------------------------------------------------ the contenders' work

  private record Column(String name, boolean floating, boolean nullable) {}

  private static Column column(String name) {
    return new Column(name, false, true);
  }

  /** The incumbent's statement (facts measured on its source): XOR of both halves of MD5, NULL flags of what was rounded. */
  private static String theirDigest(List<Column> columns) {
    List<String> texts = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    for (Column column : columns) {
      String c = "`" + column.name() + "`";
      String text = column.floating() ? "ROUND(" + c + ", 14-FLOOR(LOG10(ABS(" + c + "))))" : c;
      texts.add(text);
      flags.add("ISNULL(" + text + ")");
    }
    String all = "MD5(CONCAT_WS(',', " + String.join(", ", texts) + ", CONCAT(" + String.join(", ", flags) + ")))";
    return "BIT_XOR(CAST(CONV(SUBSTRING(" + all + ", 1, 16), 16, 10) AS UNSIGNED) ^ CAST(CONV(SUBSTRING(" + all + ", 17, 16), 16, 10) AS UNSIGNED))";
  }

  private double incumbent(List<String> queries) throws Exception {
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS); ExecutorService others = Executors.newCachedThreadPool()) {
      AtomicLong next = new AtomicLong();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(() -> {
          try (Connection from = open(source); Connection to = open(target)) {
            for (int at = (int) next.getAndIncrement(); at < queries.size(); at = (int) next.getAndIncrement()) {
              String sql = queries.get(at);
              Future<?> there = others.submit((Callable<Object>) () -> ask(to, sql));
              ask(from, sql);
              there.get();
            }
          }
          return null;
        }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private VerificationResult verify(String schema, Optional<Migration.SourceLimits> limits) throws Exception {
    Databases databases = new Databases(side -> secret(side.equals("source") ? source : target));
    Verifier.Connections connections =
        side -> databases.read(new Migration.Endpoint(side.name(), Migration.Tls.none, Optional.empty()));
    Inventory inventory;
    try (Connection from = connections.open(Side.source); Connection to = connections.open(Side.target)) {
      inventory = CatalogPair.read(from, to, List.of(new Migration.SchemaSelection(schema, List.of())));
    }
    return new Verifier(
            connections,
            new Verifier.Settings(THREADS, CHUNK, Migration.Compare.full, 10, Duration.ofSeconds(1), true, limits),
            (table, of, wrong) -> {})
        .run(inventory, line -> {});
  }

  private void race(String schema, String what, double needed, List<String> queries) throws Exception {
    double theirs = Double.MAX_VALUE;
    double ours = Double.MAX_VALUE;
    double theirWork = Double.MAX_VALUE;
    double ourWork = Double.MAX_VALUE;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i <= rounds; i++) {
      double before = cpuSeconds();
      double their = incumbent(queries);
      theirWork = Math.min(theirWork, cpuSeconds() - before);
      before = cpuSeconds();
      long start = System.nanoTime();
      VerificationResult result = verify(schema, Optional.of(Migration.SourceLimits.DEFAULT));
      double our = (System.nanoTime() - start) / 1e9;
      ourWork = Math.min(ourWork, cpuSeconds() - before);
      if (result.mismatchCount() > 0 || result.busy() > 0) {
        throw new IllegalStateException(result.toString());
      }
      if (i > 0) {
        // the first round warms both up
        theirs = Math.min(theirs, their);
        ours = Math.min(ours, our);
        ratios.add(their / our);
      }
    }
    say("%-46s incumbent %6.2f s, tideway %6.2f s, ratio of the best %.2f (rounds %s), needed %.1f; CPU of all %.2f s against %.2f s: %.2f",
        what, theirs, ours, theirs / ours, ratios.stream().map(r -> String.format(Locale.ROOT, "%.2f", r)).toList(), needed, theirWork, ourWork, theirWork / ourWork);
  }

  // ----------------------------------------------------------------------------------------------------------- the cases

  private static List<Column> wideColumns(boolean json) {
    List<Column> all = new ArrayList<>(List.of(
        new Column("id", false, false), column("i"), column("e"), column("v"), column("d"), column("ts"), new Column("f", true, true)));
    if (json) {
      all.add(column("j"));
    }
    return all;
  }

  private List<String> wideQueries(String schema, List<Column> all) {
    List<String> queries = new ArrayList<>();
    for (int from = 0; from < rows; from += CHUNK) {
      queries.add("SELECT COUNT(*), " + theirDigest(all) + " FROM " + schema + ".t WHERE id > " + (from - 1) + " AND id <= " + (from + CHUNK - 1));
    }
    return queries;
  }

  private void wide(String schema, String what, Optional<String> json) throws Exception {
    fresh(schema);
    String columns = "id BIGINT PRIMARY KEY, i INT, e ENUM('new', 'paid', 'sent', 'done'), v VARCHAR(60), d DECIMAL(12,2), ts TIMESTAMP(3) NULL, f DOUBLE"
        + json.map(any -> ", j JSON").orElse("");
    both("CREATE TABLE " + schema + ".t (" + columns + ") CHARSET utf8mb4 COLLATE utf8mb4_bin");
    fill(schema + ".t", rows,
        "n, IF(n % 33 = 0, NULL, n * 7 % 1000003), ELT(1 + n % 4, 'new', 'paid', 'sent', 'done'), IF(n % 31 = 0, NULL, CONCAT('customer ', MD5(n))), "
            + "n % 100000 / 100, FROM_UNIXTIME(1600000000 + n), n / 7e0" + json.map(text -> ", " + text).orElse(""));
    List<Column> all = wideColumns(json.isPresent());
    race(schema, String.format(Locale.ROOT, "%,d rows x %d columns, %s", rows, all.size(), what), json.isPresent() ? 1.8 : 2.0, wideQueries(schema, all));
  }

  private void tables() throws Exception {
    fresh("tables");
    List<String> queries = new ArrayList<>();
    for (int t = 0; t < 100; t++) {
      String table = "tables.t" + t;
      both("CREATE TABLE " + table + " (id INT PRIMARY KEY, a INT, v VARCHAR(40), d DATETIME) CHARSET utf8mb4 COLLATE utf8mb4_bin");
      fill(table, 10_000, "n, n * 3, MD5(n), '2020-01-01' + INTERVAL n MINUTE");
      queries.add("SELECT COUNT(*), " + theirDigest(List.of(new Column("id", false, false), column("a"), column("v"), column("d"))) + " FROM " + table + " WHERE TRUE");
    }
    race("tables", "100 tables x 10,000 rows", 1.0, queries);
  }

  private void textKey() throws Exception {
    fresh("textkey");
    both("CREATE TABLE textkey.t (a VARCHAR(20), b VARCHAR(20), c VARCHAR(20), d VARCHAR(20), v VARCHAR(60), n INT, PRIMARY KEY (a, b, c, d)) "
        + "CHARSET utf8mb4 COLLATE utf8mb4_general_ci");
    int size = rows / 5;
    fill("textkey.t", size, "CONCAT('a', n % 20), CONCAT('b', n DIV 20 % 50), CONCAT('c', n DIV 1000), 'd', MD5(n), n");
    List<Column> all = List.of(
        new Column("a", false, false), new Column("b", false, false), new Column("c", false, false), new Column("d", false, false), column("v"), column("n"));
    List<String> queries = new ArrayList<>();
    String lower = "";
    for (String upper : List.of("a12", "a15", "a18", "a5", "")) {
      // the incumbent compares with its own collation clause; bounds on whole first columns here, which is the best for it
      String range = (lower.isEmpty() ? "TRUE" : "a > '" + lower + "'") + (upper.isEmpty() ? "" : " AND a <= '" + upper + "'");
      queries.add("SELECT COUNT(*), " + theirDigest(all) + " FROM textkey.t WHERE " + range);
      lower = upper;
    }
    race("textkey", String.format(Locale.ROOT, "key of 4 text columns, %,d rows", size), 1.0, queries);
  }

  private void noKey() throws Exception {
    fresh("nokey");
    both("CREATE TABLE nokey.t (a INT, v VARCHAR(60), d DATETIME, f DOUBLE) CHARSET utf8mb4 COLLATE utf8mb4_bin");
    fill("nokey.t", 200_000, "n % 5000, MD5(n % 5000), '2020-01-01' + INTERVAL n % 5000 MINUTE, n % 5000 / 8e0");
    List<Column> all = List.of(column("a"), column("v"), column("d"), new Column("f", true, true));
    race("nokey", "no key, 200,000 rows", 1.0, List.of("SELECT COUNT(*), " + theirDigest(all) + " FROM nokey.t WHERE TRUE"));
  }

  /** How much of a skewed table is read to find the bounds of its chunks. */
  private void skewed() throws Exception {
    int dense = rows * 5 / 10 * 9;
    // 90 % in a dense start, then ever larger gaps
    skewed("skewed key", "id BIGINT PRIMARY KEY", "IF(n < " + dense + ", n, " + rows * 5 + " + POW(n - " + dense + ", 2) * 1000)");
    // 90 % with one long beginning
    skewed("skewed text key", "id VARCHAR(40) COLLATE utf8mb4_bin PRIMARY KEY", "CONCAT(IF(n < " + dense + ", 'order/2024/', MD5(n)), LPAD(n, 8, '0'))");
    // 90 % under one value of the first column
    skewed("skewed composite key", "a INT, id BIGINT, PRIMARY KEY (a, id)", "IF(n < " + dense + ", 7, n % 100), n");
  }

  private void skewed(String what, String columns, String values) throws Exception {
    fresh("skewed");
    int size = rows * 5;
    try (Connection at = open(source)) {
      execute(at, "CREATE TABLE skewed.t (" + columns + ")");
      fill(at, "skewed.t", size, values);
      execute(at, "ANALYZE TABLE skewed.t");
    }
    try (Connection at = open(target)) {
      execute(at, "CREATE TABLE skewed.t (" + columns + ")");
    }
    long before = reads();
    verifyCountsOf(what);
    long all = reads() - before;
    // counting reads every row once; what is above it are the bounds
    say("%-46s %,d index reads beyond the count of %,d rows: %.2f %% (needed: under 2 %%)", "bounds of a " + what, all - size, size, 100.0 * (all - size) / size);
  }

  private void verifyCountsOf(String what) throws Exception {
    Databases databases = new Databases(side -> secret(side.equals("source") ? source : target));
    Verifier.Connections connections = side -> databases.read(new Migration.Endpoint(side.name(), Migration.Tls.none, Optional.empty()));
    try (Connection from = connections.open(Side.source); Connection to = connections.open(Side.target)) {
      Inventory inventory = CatalogPair.read(from, to, List.of(new Migration.SchemaSelection("skewed", List.of())));
      long start = System.nanoTime();
      VerificationResult result =
          new Verifier(connections, new Verifier.Settings(THREADS, CHUNK, Migration.Compare.counts, 10, Duration.ofSeconds(1), true, Optional.empty()), (t, r, m) -> {})
              .run(inventory, line -> {});
      say("%-46s %,d chunks in %.2f s", what + ", counts only", result.tables().getFirst().chunks(), (System.nanoTime() - start) / 1e9);
    }
  }

  private long reads() throws Exception {
    long sum = 0;
    try (Connection at = open(source); Statement statement = at.createStatement(); ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Handler_read%'")) {
      while (rows.next()) {
        sum += rows.getString(1).contains("retry") || rows.getString(1).contains("deleted") ? 0 : rows.getLong(2);
      }
    }
    return sum;
  }

  /** Memory and CPU of the command in a process of its own. */
  private void client() throws Exception {
    String schema = ready();
    List<Path> passwords = List.of(password(source), password(target));
    double serversBefore = serverSeconds();
    long start = System.nanoTime();
    Process process = new ProcessBuilder(commandLine(schema, passwords)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    long memory = 0;
    double own = 0;
    while (process.isAlive()) {
      memory = Math.max(memory, number(process.pid(), "status", "VmHWM:"));
      own = Math.max(own, seconds(process.pid()));
      Thread.sleep(20);
    }
    double servers = serverSeconds() - serversBefore;
    for (Path file : passwords) {
      Files.delete(file);
    }
    say("%-46s %.2f s in all, exit code %d, peak memory %d MB (needed: under 256), CPU %.2f s = %.0f %% of the databases' %.2f s (needed: under 10 %%)",
        "./tideway verify, " + schema, (System.nanoTime() - start) / 1e9, process.exitValue(), memory / 1024, own, 100 * own / servers, servers);
    OperatingSystemMXBean bean = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    serversBefore = serverSeconds();
    long cpu = bean.getProcessCpuTime();
    verify(schema, Optional.of(Migration.SourceLimits.DEFAULT));
    double mine = (bean.getProcessCpuTime() - cpu) / 1e9;
    servers = serverSeconds() - serversBefore;
    say("%-46s CPU %.2f s = %.0f %% of the databases' %.2f s", "the same without the start of a JVM", mine, 100 * mine / servers, servers);
  }

  private List<String> commandLine(String schema, List<Path> passwords) {
    return List.of(
        Path.of(System.getProperty("tideway.home"), "tideway").toString(), "verify", "--schemas", schema, "--still",
        "--source", url(source), "--source-password-file", passwords.get(0).toString(),
        "--target", url(target), "--target-password-file", passwords.get(1).toString());
  }

  /** The command as a person starts it, from its first byte to its exit, against the queries alone. */
  private void command() throws Exception {
    String schema = ready();
    List<Path> passwords = List.of(password(source), password(target));
    List<String> queries = wideQueries(schema, wideColumns(schema.equals("json")));
    List<Double> theirs = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i <= rounds; i++) {
      double their = incumbent(queries);
      long start = System.nanoTime();
      int code = new ProcessBuilder(commandLine(schema, passwords)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
      double our = (System.nanoTime() - start) / 1e9;
      if (code != 0) {
        throw new IllegalStateException("./tideway verify ended with " + code);
      }
      if (i > 0) {
        // the first round warms the servers up, and makes the command's class archive
        theirs.add(their);
        ours.add(our);
        ratios.add(their / our);
      }
    }
    for (Path file : passwords) {
      Files.delete(file);
    }
    say("%-46s queries %.2f s, command %.2f s, ratio %.2f (medians of %d rounds; rounds %s), needed 2.5", "whole ./tideway verify, " + schema, median(theirs), median(ours),
        median(ratios), rounds, ratios.stream().map(r -> String.format(Locale.ROOT, "%.2f", r)).toList());
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }

  /** What an application that writes at full speed loses: it writes on, and half of the time a verification runs beside it. */
  private void writer() throws Exception {
    String schema = ready();
    both("DROP DATABASE IF EXISTS writer", "CREATE DATABASE writer", "CREATE TABLE writer.w (id INT PRIMARY KEY, k INT, c CHAR(120), KEY (k))");
    try (Connection at = open(source)) {
      fill(at, "writer.w", 20_000, "n, n % 500, REPEAT(MD5(n), 3)");
    }
    for (int threads : new int[] {1, 4}) {
      AtomicBoolean ends = new AtomicBoolean();
      AtomicLong done = new AtomicLong();
      List<Double> losses = new ArrayList<>();
      double allAlone = 0;
      double allBeside = 0;
      try (ExecutorService pool = Executors.newCachedThreadPool()) {
        for (int t = 0; t < threads; t++) {
          int seed = t;
          pool.submit(() -> write(seed, done, ends));
        }
        Thread.sleep(2_000);
        for (int i = 0; i < rounds; i++) {
          // alone before and after, so that a machine that becomes slower or faster favours neither
          double before = rate(done, () -> Thread.sleep(ALONE_MILLIS));
          double beside = rate(done, () -> verify(schema, Optional.of(Migration.SourceLimits.DEFAULT)));
          double after = rate(done, () -> Thread.sleep(ALONE_MILLIS));
          losses.add(100 * (1 - 2 * beside / (before + after)));
          allAlone += (before + after) / 2;
          allBeside += beside;
        }
        ends.set(true);
      }
      say("%-46s %.0f transactions a second alone, %.0f during verification: %.0f %% less (rounds %s; needed: under 20 %%)",
          threads + " writing threads", allAlone / rounds, allBeside / rounds, 100 * (1 - allBeside / allAlone),
          losses.stream().map(loss -> String.format(Locale.ROOT, "%.0f", loss)).toList());
    }
  }

  private Object write(int seed, AtomicLong done, AtomicBoolean ends) throws Exception {
    Random random = new Random(seed);
    try (Connection at = open(source); Statement statement = at.createStatement()) {
      at.setAutoCommit(false);
      while (!ends.get()) {
        int id = random.nextInt(20_000);
        statement.executeQuery("SELECT c FROM writer.w WHERE id = " + random.nextInt(20_000)).close();
        statement.executeQuery("SELECT c FROM writer.w WHERE id = " + random.nextInt(20_000)).close();
        statement.executeUpdate("UPDATE writer.w SET k = k + 1 WHERE id = " + id);
        at.commit();
        done.incrementAndGet();
      }
    }
    return null;
  }

  private interface Pause {
    void run() throws Exception;
  }

  private static double rate(AtomicLong done, Pause meanwhile) throws Exception {
    long first = done.get();
    long from = System.nanoTime();
    meanwhile.run();
    return (done.get() - first) * 1e9 / (System.nanoTime() - from);
  }

  // --------------------------------------------------------------------------------------------------------------- tools

  private String ready() throws Exception {
    try (Connection at = open(source); Statement statement = at.createStatement();
        ResultSet found = statement.executeQuery("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN ('wide', 'json') ORDER BY 1 DESC")) {
      if (found.next()) {
        return found.getString(1);
      }
    }
    wide("wide", "without JSON", Optional.empty());
    return "wide";
  }

  private void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-8s " + format + "%n", prepend(name + ":", values));
  }

  private static Object[] prepend(Object first, Object[] rest) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(Arrays.asList(rest));
    return all.toArray();
  }

  private static DatabaseSecret secret(DatabaseServer server) {
    // not the writer's account: by it the application's sessions are told from our own
    return new DatabaseSecret(server.host(), server.port(), server.migration().user(), server.migration().password());
  }

  private static String url(DatabaseServer server) {
    return "mysql://" + server.admin().user() + "@" + server.host() + ":" + server.port() + "?tls=none";
  }

  private static Path password(DatabaseServer server) throws Exception {
    Path file = Files.createTempFile("tideway-bench", ".password");
    file.toFile().deleteOnExit();
    return Files.writeString(file, server.admin().password() + "\n");
  }

  private static Connection open(DatabaseServer server) throws Exception {
    Connection connection = server.connect(server.admin());
    execute(connection, "SET sql_mode = '', time_zone = '+00:00'");
    return connection;
  }

  private void fresh(String schema) throws Exception {
    both("DROP DATABASE IF EXISTS " + schema, "CREATE DATABASE " + schema);
  }

  private void both(String... statements) throws Exception {
    for (DatabaseServer server : List.of(source, target)) {
      try (Connection at = open(server)) {
        execute(at, statements);
      }
    }
  }

  private static void execute(Connection at, String... statements) throws Exception {
    try (Statement statement = at.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static Object ask(Connection at, String sql) throws Exception {
    try (Statement statement = at.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) + rows.getString(2) : "";
    }
  }

  /** The same rows on both sides, made there. */
  private void fill(String table, int size, String values) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<?>> running = new ArrayList<>();
      for (DatabaseServer server : List.of(source, target)) {
        running.add(threads.submit(() -> {
          try (Connection at = open(server)) {
            fill(at, table, size, values);
            execute(at, "ANALYZE TABLE " + table);
          }
          return null;
        }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  private static void fill(Connection at, String table, int size, String values) throws Exception {
    String digits = "(SELECT 0 i UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 "
        + "UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";
    for (int from = 0; from < size; from += 10_000) {
      execute(at, "INSERT INTO " + table + " SELECT " + values + " FROM (SELECT " + from + " + a.i + 10 * b.i + 100 * c.i + 1000 * d.i n FROM "
          + digits + " a, " + digits + " b, " + digits + " c, " + digits + " d) q WHERE n < " + size);
    }
  }

  private static double serverSeconds() {
    return ProcessHandle.current().descendants().filter(p -> p.info().command().filter(c -> c.contains("mysqld") || c.contains("mariadbd") || c.contains("tidb")).isPresent())
        .mapToDouble(p -> seconds(p.pid())).sum();
  }

  /** Of servers and clients together. */
  private static double cpuSeconds() {
    return serverSeconds() + ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
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

  private static long number(long pid, String file, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream().filter(l -> l.startsWith(name))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
    } catch (java.io.IOException e) {
      return 0;
    }
  }
}
