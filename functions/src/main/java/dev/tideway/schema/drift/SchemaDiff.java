package dev.tideway.schema.drift;

import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Partitioning;
import dev.tideway.model.Table;
import dev.tideway.model.View;
import dev.tideway.schema.drift.Difference.Aspect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what the target must have with what it has. Pure. It knows how TiDB prints what it was given. It does not know what TiDB silently leaves out,
 * because the comparison must find that.
 */
public final class SchemaDiff {
  private static final Pattern COMPACT_DATE = Pattern.compile("'(\\d{4})(\\d\\d)(\\d\\d)'");
  private static final Pattern FRACTION = Pattern.compile("(:\\d\\d(?:\\.\\d*[1-9])?)\\.?0*'");
  private static final Pattern MIDNIGHT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) 00:00:00'");

  private final List<Difference> differences = new ArrayList<>();
  private final boolean bothRead;

  private SchemaDiff(boolean bothRead) {
    this.bothRead = bothRead;
  }

  /** The differences between a table and the model from which its statements were printed; empty if there are none. */
  public static List<Difference> of(Table planned, Table found) {
    SchemaDiff diff = new SchemaDiff(false);
    diff.table(planned, found);
    return List.copyOf(diff.differences);
  }

  /** The differences between a table and one that was also read from the target. */
  public static List<Difference> ofRead(Table expected, Table found) {
    SchemaDiff diff = new SchemaDiff(true);
    diff.table(expected, found);
    return List.copyOf(diff.differences);
  }

  /** The differences between a view and what it must be. Texts are compared if the target printed both. */
  public static List<Difference> of(View planned, View found, boolean texts) {
    SchemaDiff diff = new SchemaDiff(texts);
    String object = planned.id().toString();
    diff.compare(Aspect.view, object, folded(planned.columns()).toString(), folded(found.columns()).toString());
    diff.compare(Aspect.view, object, security(planned), security(found));
    if (texts) {
      diff.compare(Aspect.view, object, planned.definition(), found.definition());
    }
    return List.copyOf(diff.differences);
  }

  /** The difference for a table that does not exist. */
  public static Difference missing(Table planned) {
    return new Difference(Aspect.table, planned.id().toString(), "a table", Difference.NOTHING);
  }

  /** The difference for a view that does not exist. */
  public static Difference missing(View planned) {
    return new Difference(Aspect.view, planned.id().toString(), "a view", Difference.NOTHING);
  }

  private static String security(View view) {
    return "SQL SECURITY " + (view.invoker() ? "INVOKER" : "DEFINER");
  }

  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> folded(List<String> names) {
    return names.stream().map(SchemaDiff::fold).toList();
  }

  private void compare(Aspect aspect, String object, String planned, String found) {
    if (!planned.equals(found)) {
      differences.add(new Difference(aspect, object, planned, found));
    }
  }

  private void compare(Aspect aspect, String object, boolean planned, boolean found, String yes, String no) {
    compare(aspect, object, planned ? yes : no, found ? yes : no);
  }

  private void table(Table planned, Table found) {
    String object = planned.id().toString();
    columns(planned, found);
    indexes(planned, found);
    foreignKeys(planned, found);
    checks(planned, found);
    partitions(object, planned.partitioning(), found.partitioning());
    compare(Aspect.option, object, "COLLATE " + fold(planned.collation()), "COLLATE " + fold(found.collation()));
    compare(Aspect.comment, object, planned.comment(), found.comment());
    compare(Aspect.option, object, options(planned), options(found));
  }

  private static String options(Table table) {
    Table.Options options = table.options();
    return "AUTO_ID_CACHE " + options.autoIdCache().map(String::valueOf).orElse("by default") + ", SHARD_ROW_ID_BITS " + options.shardRowIdBits()
        + ", PRE_SPLIT_REGIONS " + options.preSplitRegions();
  }

  /** Pairs items by lower-case name. An item without a partner is passed on alone. */
  private static <T> Map<String, T> byName(List<T> items, Function<T, String> name) {
    return items.stream().collect(Collectors.toMap(i -> fold(name.apply(i)), i -> i, (a, b) -> a, LinkedHashMap::new));
  }

  private void columns(Table planned, Table found) {
    Map<String, Column> there = byName(found.columns(), Column::name);
    for (Column column : planned.columns()) {
      String object = planned.id() + "." + column.name();
      Column other = there.remove(fold(column.name()));
      if (other == null) {
        differences.add(new Difference(Aspect.column, object, column.columnType(), Difference.NOTHING));
      } else {
        column(object, column, other);
      }
    }
    there.values().forEach(c -> differences.add(new Difference(Aspect.column, planned.id() + "." + c.name(), Difference.NOTHING, c.columnType())));
    if (differences.stream().noneMatch(d -> d.aspect() == Aspect.column)) {
      compare(
          Aspect.order, planned.id().toString(), folded(planned.columns().stream().map(Column::name).toList()).toString(),
          folded(found.columns().stream().map(Column::name).toList()).toString());
    }
  }

  private void column(String object, Column planned, Column found) {
    compare(Aspect.type, object, ColumnText.type(planned, bothRead), ColumnText.type(found, true));
    compare(Aspect.text, object, text(planned), text(found));
    compare(Aspect.nullability, object, planned.nullable(), found.nullable(), "NULL", "NOT NULL");
    compare(Aspect.defaultValue, object, ColumnText.defaultValue(planned), ColumnText.defaultValue(found));
    compare(Aspect.onUpdate, object, planned.onUpdateNow(), found.onUpdateNow(), "ON UPDATE CURRENT_TIMESTAMP", Difference.NOTHING);
    compare(Aspect.generated, object, generated(planned), generated(found));
    compare(Aspect.counter, object, counter(planned), counter(found));
    compare(Aspect.comment, object, planned.comment(), found.comment());
    compare(Aspect.visibility, object, planned.invisible(), found.invisible(), "INVISIBLE", "visible");
  }

  private static String text(Column column) {
    boolean hasText = column.collation().isPresent() && !column.collation().get().equals("binary");
    return hasText ? fold(column.collation().get()).replaceFirst("^utf8mb3_", "utf8_") : Difference.NOTHING;
  }

  private static String generated(Column column) {
    return column.generation().map(e -> "AS (" + ExpressionText.canonical(e) + (column.stored() ? ") STORED" : ") VIRTUAL")).orElse(Difference.NOTHING);
  }

  private static String counter(Column column) {
    return column.autoRandom()
        .map(r -> "AUTO_RANDOM(" + r.shardBits() + ", " + r.rangeBits() + ")")
        .orElse(column.autoIncrement() ? "AUTO_INCREMENT" : Difference.NOTHING);
  }

  private void indexes(Table planned, Table found) {
    Map<String, Index> there = byName(found.indexes(), Index::name);
    for (Index index : planned.indexes()) {
      String object = planned.id() + "." + index.name();
      Index other = there.remove(fold(index.name()));
      if (other == null) {
        differences.add(new Difference(aspect(index), object, describe(index), Difference.NOTHING));
      } else {
        index(object, index, other);
      }
    }
    for (Index extra : there.values()) {
      if (!madeByForeignKey(extra, planned)) {
        differences.add(new Difference(aspect(extra), planned.id() + "." + extra.name(), Difference.NOTHING, describe(extra)));
      }
    }
  }

  /** Whether TiDB has created the index for a foreign key. TiDB creates an index with the foreign key's name if no other index begins with its columns. */
  private static boolean madeByForeignKey(Index index, Table table) {
    return table.foreignKeys().stream().anyMatch(k -> fold(k.name()).equals(fold(index.name())) && folded(index.columns()).equals(folded(k.columns())));
  }

  private static Aspect aspect(Index index) {
    return index.unique() ? Aspect.uniqueness : Aspect.index;
  }

  private void index(String object, Index planned, Index found) {
    compare(planned.unique() || found.unique() ? Aspect.uniqueness : Aspect.index, object, describe(planned), describe(found));
    compare(Aspect.direction, object, directions(planned), directions(found));
    compare(Aspect.visibility, object, planned.visible(), found.visible(), "visible", "INVISIBLE");
    compare(Aspect.comment, object, planned.comment(), found.comment());
    compare(Aspect.storage, object, planned.global(), found.global(), "GLOBAL", "not global");
    if (planned.primary()) {
      compare(Aspect.storage, object, planned.clustered(), found.clustered(), "CLUSTERED", "NONCLUSTERED");
    }
  }

  private static String describe(Index index) {
    String kind = index.kind().equals("FULLTEXT") || index.kind().equals("SPATIAL") ? index.kind() + " " : index.unique() ? "UNIQUE " : "";
    return kind + "INDEX " + index.parts().stream().map(SchemaDiff::part).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String part(Index.Part part) {
    return part.expression()
        .map(e -> "(" + ExpressionText.canonical(e) + ")")
        .orElseGet(() -> fold(part.column().orElseThrow()) + part.prefix().map(p -> "(" + p + ")").orElse(""));
  }

  private static String directions(Index index) {
    return index.parts().stream().map(p -> p.descending() ? "DESC" : "ASC").collect(Collectors.joining(", "));
  }

  private void foreignKeys(Table planned, Table found) {
    Map<String, ForeignKey> there = byName(found.foreignKeys(), ForeignKey::name);
    for (ForeignKey key : planned.foreignKeys()) {
      ForeignKey other = there.remove(fold(key.name()));
      compare(Aspect.foreignKey, planned.id() + "." + key.name(), describe(key), other == null ? Difference.NOTHING : describe(other));
    }
    there.values().forEach(k -> differences.add(new Difference(Aspect.foreignKey, planned.id() + "." + k.name(), Difference.NOTHING, describe(k))));
  }

  private static String describe(ForeignKey key) {
    return folded(key.columns()) + " REFERENCES " + fold(key.parent().toString()) + " " + folded(key.parentColumns()) + " ON DELETE "
        + action(key.onDelete()) + " ON UPDATE " + action(key.onUpdate());
  }

  private static String action(String action) {
    return action.equals("NO ACTION") ? "RESTRICT" : action;
  }

  private void checks(Table planned, Table found) {
    Map<String, Table.Check> there = byName(found.checks(), Table.Check::name);
    for (Table.Check check : planned.checks()) {
      Table.Check other = there.remove(fold(check.name()));
      compare(Aspect.check, planned.id() + "." + check.name(), describe(check), other == null ? Difference.NOTHING : describe(other));
    }
    there.values().forEach(c -> differences.add(new Difference(Aspect.check, planned.id() + "." + c.name(), Difference.NOTHING, describe(c))));
  }

  private static String describe(Table.Check check) {
    return "CHECK (" + ExpressionText.canonical(check.clause()) + ")" + (check.enforced() ? "" : " NOT ENFORCED");
  }

  private void partitions(String object, Optional<Partitioning> planned, Optional<Partitioning> found) {
    compare(Aspect.partitions, object, planned.map(SchemaDiff::describe).orElse("a plain table"), found.map(SchemaDiff::describe).orElse("a plain table"));
  }

  private static String describe(Partitioning partitioning) {
    String by = partitioning.byColumns() ? keyColumns(partitioning) : "(" + ExpressionText.canonical(partitioning.expression()) + ")";
    boolean named = partitioning.partitions().stream().anyMatch(p -> p.values().isPresent());
    String partitions =
        named
            ? partitioning.partitions().stream().map(SchemaDiff::describe).collect(Collectors.joining("; "))
            : String.valueOf(partitioning.partitions().size());
    return partitioning.method() + " " + by + partitioning.sub().map(s -> " SUBPARTITION BY " + s.method() + " " + s.count()).orElse("") + ": " + partitions;
  }

  /** The columns of a key partitioning. KEY () means the primary key, and TiDB prints its columns. */
  private static String keyColumns(Partitioning partitioning) {
    return partitioning.method().endsWith("KEY") ? "" : folded(partitioning.columns()).toString();
  }

  /** Bounds of DATETIME columns. TiDB prints them with the time of day and the column's fraction: {@code '2024-01-01 00:00:00'} for a date. */
  private static String dates(String values) {
    String dashed = COMPACT_DATE.matcher(values).replaceAll("'$1-$2-$3'");
    return MIDNIGHT.matcher(FRACTION.matcher(dashed).replaceAll("$1'")).replaceAll("$1'");
  }

  private static String describe(Partitioning.Partition partition) {
    return fold(partition.name()) + " " + partition.values().map(SchemaDiff::dates).map(ExpressionText::canonical).orElse("")
        + (partition.comment().isEmpty() ? "" : " '" + partition.comment() + "'");
  }
}
