package dev.tideway.schema;

import dev.tideway.model.Column;
import dev.tideway.model.ColumnBuilder;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
import dev.tideway.model.TableBuilder;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Inventories for tests of the rules. */
final class Sample {
  static final Set<String> COLLATIONS =
      Set.of(
          "ascii_bin", "binary", "gbk_bin", "gbk_chinese_ci", "latin1_bin", "utf8_bin", "utf8_general_ci", "utf8_unicode_ci", "utf8mb4_bin",
          "utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_0900_ai_ci", "utf8mb4_0900_bin");
  private static final Server SOURCE = new Server(Flavour.mysql, "8.0.36", Map.of(), Set.of(), Set.of());

  private Sample() {}

  static Server tidb(String version) {
    return new Server(Flavour.tidb, "8.0.11-TiDB-v" + version, Map.of(), COLLATIONS, Set.of());
  }

  static Conversion convert(Inventory inventory) {
    return Conversion.of(inventory, Migration.Schema.DEFAULT);
  }

  static Inventory inventory(Server target, List<Table> tables, View... views) {
    return new Inventory(SOURCE, target, tables, List.of(views), Map.of("s", "utf8mb4_general_ci"), "f");
  }

  static Column column(String name, String columnType) {
    return ColumnBuilder.builder().name(name).type(columnType.replaceFirst("[ (].*", "")).columnType(columnType).nullable(true).build();
  }

  static Column text(String name, String columnType, String collation) {
    Column c = column(name, columnType);
    return ColumnBuilder.builder()
        .name(name)
        .type(c.type())
        .columnType(columnType)
        .nullable(true)
        .charset(Optional.of(collation.replaceFirst("_.*", "")))
        .collation(Optional.of(collation))
        .build();
  }

  static Column withDefault(Column c, String value, boolean expression) {
    return c.with().defaultValue(Optional.of(value)).defaultIsExpression(expression).build();
  }

  static Column counter(String name, String columnType) {
    Column c = column(name, columnType);
    return ColumnBuilder.builder().name(name).type(c.type()).columnType(columnType).autoIncrement(true).build();
  }

  static Column comment(Column c, String comment) {
    return c.with().comment(comment).build();
  }

  static Index index(String name, boolean unique, String... columns) {
    List<Index.Part> parts = new ArrayList<>();
    for (String column : columns) {
      parts.add(new Index.Part(Optional.of(column), Optional.empty(), Optional.empty()));
    }
    return new Index(name, unique, "BTREE", parts);
  }

  /** A table with so many rows that its indexes are built after the load. */
  static Table table(String name, List<Column> columns, List<Index> indexes, ForeignKey... keys) {
    return TableBuilder.builder()
        .id(new TableId("s", name))
        .engine("InnoDB")
        .collation("utf8mb4_general_ci")
        .rows(1_000_000)
        .columns(columns)
        .indexes(indexes)
        .foreignKeys(List.of(keys))
        .build();
  }
}
