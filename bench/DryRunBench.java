package dev.tideway.schema;

import dev.tideway.aws.ObjectStore;
import dev.tideway.catalog.Column;
import dev.tideway.catalog.Flavour;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Server;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.local.database.CacheDirectory;
import dev.tideway.local.database.Progress;
import dev.tideway.local.database.TidbServer;
import dev.tideway.request.Migration;
import dev.tideway.request.Run;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** See bench/dryrun. */
public final class DryRunBench {
  private static final Set<String> COLLATIONS = Set.of("utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_0900_ai_ci");

  private DryRunBench() {}

  /** A dry run for each number of tables given; 500, 1,000 and 2,000 by default. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes = arguments.length == 0 ? List.of(500, 1000, 2000) : Stream.of(arguments).map(Integer::valueOf).toList();
    try (TidbServer target = TidbServer.start(CacheDirectory.standard(), Progress.silent())) {
      for (int tables : sizes) {
        try (Connection connection = target.connect(target.migration())) {
          measure(connection, tables);
        }
      }
    }
  }

  private static void measure(Connection target, int tables) throws Exception {
    SchemaPlan plan = SchemaPlan.of(inventory(tables), Migration.Schema.DEFAULT);
    Run run = new Run("bench", "bench", 1, "bench/" + tables);
    long start = System.nanoTime();
    int findings = new DryRun(target, new Memory(), run, plan, () -> Duration.ofHours(9)).run().size();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d tables, %d statements: %.1f s, %.1f ms a statement, %d findings%n", tables, plan.statements().size(), seconds,
        seconds * 1000 / plan.statements().size(), findings);
  }

  private static Inventory inventory(int tables) {
    Server source = new Server(Flavour.mysql, "8.0.36", Map.of(), Set.of(), Set.of());
    Server target = new Server(Flavour.tidb, "8.0.11-TiDB-v8.5.6", Map.of(), COLLATIONS, Set.of("utf8mb4", "utf8", "ascii", "binary"));
    return new Inventory(
        source, target, IntStream.range(0, tables).mapToObj(DryRunBench::table).toList(), List.of(), Map.of("shop", "utf8mb4_general_ci"), "f");
  }

  private static Table table(int number) {
    List<Column> columns = new ArrayList<>();
    columns.add(column("id", "bigint unsigned", true));
    for (int i = 1; i < 10; i++) {
      columns.add(i % 2 == 0 ? column("c" + i, "int", false) : column("c" + i, "varchar(40)", false));
    }
    List<Index> indexes = List.of(index("PRIMARY", true, "id"), index("u", true, "c1"), index("k1", false, "c2"), index("k2", false, "c3", "c4"));
    return new Table(
        new TableId("shop", "t" + number), "InnoDB", "utf8mb4_general_ci", 0, 0, Optional.of(1L), "", columns, indexes, List.of(), Map.of());
  }

  private static Column column(String name, String type, boolean counter) {
    boolean text = type.startsWith("varchar");
    return new Column(
        name, type.replaceFirst("[ (].*", ""), type, !counter, Optional.empty(), false, false, text ? Optional.of("utf8mb4") : Optional.empty(),
        text ? Optional.of("utf8mb4_general_ci") : Optional.empty(), Optional.empty(), false, counter, "");
  }

  private static Index index(String name, boolean unique, String... columns) {
    return new Index(name, unique, "BTREE", Stream.of(columns).map(Index.Part::of).toList());
  }

  /** The bucket. */
  private static final class Memory implements ObjectStore {
    private final Map<String, String> texts = new TreeMap<>();

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(texts.get(key));
    }

    @Override
    public void put(String key, String text, String contentType) {
      texts.put(key, text);
    }

    @Override
    public List<String> list(String prefix) {
      return texts.keySet().stream().filter(k -> k.startsWith(prefix)).toList();
    }
  }
}
