package dev.tideway.schema;

import dev.tideway.model.Column;
import dev.tideway.model.Flavour;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Server;
import dev.tideway.model.Table;
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
    return new Column(
        name, columnType.replaceFirst("[ (].*", ""), columnType, true, Optional.empty(), false, false, Optional.empty(), Optional.empty(),
        Optional.empty(), false, false, "");
  }

  static Column text(String name, String columnType, String collation) {
    Column c = column(name, columnType);
    return new Column(
        name, c.type(), columnType, true, Optional.empty(), false, false, Optional.of(collation.replaceFirst("_.*", "")), Optional.of(collation),
        Optional.empty(), false, false, "");
  }

  static Column withDefault(Column c, String value, boolean expression) {
    return new Column(
        c.name(), c.type(), c.columnType(), c.nullable(), Optional.of(value), expression, c.onUpdateNow(), c.charset(), c.collation(), c.generation(),
        c.stored(), c.autoIncrement(), c.comment());
  }

  static Column counter(String name, String columnType) {
    Column c = column(name, columnType);
    return new Column(
        name, c.type(), columnType, false, Optional.empty(), false, false, Optional.empty(), Optional.empty(), Optional.empty(), false, true, "");
  }

  static Column comment(Column c, String comment) {
    return new Column(
        c.name(), c.type(), c.columnType(), c.nullable(), c.defaultValue(), c.defaultIsExpression(), c.onUpdateNow(), c.charset(), c.collation(),
        c.generation(), c.stored(), c.autoIncrement(), comment);
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
    return new Table(
        new TableId("s", name), "InnoDB", "utf8mb4_general_ci", 1_000_000, 0, Optional.empty(), "", columns, indexes, List.of(keys), Map.of());
  }
}
