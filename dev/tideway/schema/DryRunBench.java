package dev.tideway.schema;

import dev.tideway.local.database.CacheDirectory;
import dev.tideway.local.database.Progress;
import dev.tideway.local.database.TidbServer;
import dev.tideway.model.Column;
import dev.tideway.model.Flavour;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import dev.tideway.run.Run;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.testing.MemoryObjects;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** See bench/dryrun. */
public final class DryRunBench {
  private static final Set<String> COLLATIONS = Set.of("utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_0900_ai_ci");

  private DryRunBench() {}

  /** For each number of tables given the dry run, and what it was before; 500, 1,000 and 2,000 by default. */
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
    stageByStage(target, plan.renamed(name -> "bench_stage_by_stage"));
    double before = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    int findings = new DryRun(target, new MemoryObjects(), run, plan, () -> Duration.ofHours(9)).run().size();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d tables: whole %.1f s, %.1f ms a table, %d findings; stage by stage %.1f s; ratio %.2f%n", tables, seconds, seconds * 1000 / tables, findings,
        before, before / seconds);
  }

  /** What the dry run did before it tried tables whole: each with its key, then its other indexes in one ALTER, then the read-back. */
  private static void stageByStage(Connection target, SchemaPlan plan) throws Exception {
    try (Statement statement = target.createStatement()) {
      statement.execute(plan.schemas().getFirst().sql());
      for (SchemaPlan.PlannedTable table : plan.tables()) {
        statement.execute(table.create());
      }
      for (SchemaPlan.PlannedTable table : plan.tables()) {
        String all = table.indexes().stream().map(SchemaPlan.PlannedIndex::clause).collect(Collectors.joining(", "));
        statement.execute(Ddl.alter(new TableId("bench_stage_by_stage", table.id().table()), all));
      }
      new TargetReader(target, UnaryOperator.identity()).read(List.of("bench_stage_by_stage"));
      statement.execute("DROP DATABASE bench_stage_by_stage");
    }
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
}
