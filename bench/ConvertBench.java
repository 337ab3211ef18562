import dev.tideway.json.Json;
import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Migration;
import dev.tideway.schema.SchemaPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** See bench/convert. */
public final class ConvertBench {
  private static final Set<String> COLLATIONS =
      Set.of("utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_0900_ai_ci", "utf8mb4_0900_bin", "utf8_general_ci", "ascii_bin");

  private ConvertBench() {}

  /** Converts --tables tables, 5,000 by default, in one cold run and then twice more. */
  public static void main(String[] arguments) {
    int tables = arguments.length == 2 && arguments[0].equals("--tables") ? Integer.parseInt(arguments[1]) : 5_000;
    Inventory inventory = inventory(tables);
    for (String run : List.of("cold", "second", "third")) {
      long start = System.nanoTime();
      SchemaPlan plan = SchemaPlan.of(inventory, Migration.Schema.DEFAULT);
      long converted = System.nanoTime();
      int bytes = Json.write(plan).length();
      System.out.printf(
          "%s: %d tables, %d columns, %d statements converted in %.2f s; %.1f MB of schema.json written in %.2f s%n", run, tables,
          inventory.tables().stream().mapToInt(t -> t.columns().size()).sum(), plan.statements().size(), (converted - start) / 1e9, bytes / 1e6,
          (System.nanoTime() - converted) / 1e9);
    }
  }

  private static Inventory inventory(int tables) {
    Server source = new Server(Flavour.mysql, "8.0.36", Map.of(), Set.of(), Set.of());
    Server target = new Server(Flavour.tidb, "8.0.11-TiDB-v8.5.6", Map.of(), COLLATIONS, Set.of("utf8mb4", "utf8", "ascii", "binary"));
    List<Table> all = IntStream.range(0, tables).mapToObj(ConvertBench::table).toList();
    List<View> views =
        IntStream.range(0, tables / 10)
            .mapToObj(
                i -> new View(
                    new TableId("shop", "view" + i),
                    "select `shop`.`t" + i + "`.`id` AS `id`,nullif(`shop`.`t" + i + "`.`c1`,_latin1'x') AS `b` from `shop`.`t" + i + "` join `shop`.`view" + (i + 1)
                        + "`",
                    List.of("id", "b"), "root@localhost", false, "NONE"))
            .toList();
    return new Inventory(source, target, all, views, Map.of("shop", "latin1_swedish_ci"), "f");
  }

  private static Table table(int number) {
    List<Column> columns = new ArrayList<>();
    columns.add(column("id", "bigint(20) unsigned", Optional.empty(), Optional.empty(), true));
    for (int i = 1; i < 20; i++) {
      columns.add(
          switch (i % 5) {
            case 0 -> column("c" + i, "varchar(100)", Optional.of("latin1_swedish_ci"), Optional.empty(), false);
            case 1 -> column("c" + i, "varchar(40)", Optional.of("utf8mb4_0900_ai_ci"), Optional.empty(), false);
            case 2 -> column("c" + i, "int(11)", Optional.empty(), Optional.empty(), false);
            case 3 -> column("c" + i, "datetime(6)", Optional.empty(), Optional.empty(), false);
            default -> column("c" + i, "varchar(20)", Optional.of("utf8mb4_bin"), Optional.of("nullif(concat(`c1`,_latin1'-'),'x')"), false);
          });
    }
    List<Index> indexes = new ArrayList<>(List.of(index("PRIMARY", true, "id"), index("u", true, "c1", "c2"), index("k1", false, "c5"), index("k2", false, "c3", "c7")));
    if (number % 10 == 1) {
      indexes.add(
          new Index(
              "e", false, "BTREE",
              List.of(new Index.Part(Optional.empty(), Optional.of("concat(`c1`,`c5`)"), Optional.empty(), false, Optional.of("varchar(140) utf8mb4_bin")))));
    }
    Table table =
        TableBuilder.builder()
            .id(new TableId("shop", "t" + number))
            .engine("InnoDB")
            .collation("latin1_swedish_ci")
            .rows(1_000)
            .bytes(100_000)
            .autoIncrement(Optional.of(77L))
            .comment("table " + number)
            .columns(columns)
            .indexes(indexes)
            .foreignKeys(
                number % 3 == 1
                    ? List.of(new ForeignKey("fk", List.of("c2"), new TableId("shop", "t" + (number - 1)), List.of("c2"), "RESTRICT", "CASCADE"))
                    : List.of())
            .build();
    if (number % 20 != 2) {
      return table;
    }
    List<Partitioning.Partition> partitions =
        IntStream.range(0, 12).mapToObj(i -> new Partitioning.Partition("p" + i, Optional.of(String.valueOf(i * 100)), "")).toList();
    return table.withPartitioning(Optional.of(new Partitioning("RANGE", "`id`", List.of(), Optional.empty(), partitions)));
  }

  private static Column column(String name, String type, Optional<String> collation, Optional<String> generation, boolean counts) {
    return ColumnBuilder.builder()
        .name(name)
        .type(type.replaceFirst("[ (].*", ""))
        .columnType(type)
        .nullable(!counts)
        .defaultValue(generation.isPresent() || counts ? Optional.empty() : Optional.of("2020-01-01"))
        .charset(collation.map(c -> c.substring(0, c.indexOf('_'))))
        .collation(collation)
        .generation(generation)
        .autoIncrement(counts)
        .comment("a comment")
        .build();
  }

  private static Index index(String name, boolean unique, String... columns) {
    return new Index(name, unique, "BTREE", List.of(columns).stream().map(Index.Part::of).toList());
  }
}
