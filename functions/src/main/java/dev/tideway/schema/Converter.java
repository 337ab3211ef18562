package dev.tideway.schema;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.ForeignKey;
import dev.tideway.catalog.Index;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import dev.tideway.catalog.View;
import dev.tideway.jdbc.Sql;
import dev.tideway.request.Finding;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.SchemaPlan.PlannedView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Turns an inventory into the target's DDL. Pure: the same inventory gives the same plan. */
final class Converter {
  private static final int TABLE_COMMENT_BYTES = 2048;
  private static final Set<String> DROPPED_KINDS = Set.of("FULLTEXT", "SPATIAL");

  private final UnaryOperator<String> names;
  private final ConversionContext context;
  private final Set<TableId> known = new HashSet<>();

  private Converter(Inventory inventory, UnaryOperator<String> names) {
    this.names = names;
    this.context = new ConversionContext(Capabilities.of(inventory.target()), WidenedKeys.of(inventory));
    inventory.tables().forEach(t -> known.add(t.id()));
    inventory.views().forEach(v -> known.add(v.id()));
  }

  /** The plan under the source's own names. */
  static Conversion convert(Inventory inventory) {
    return convert(inventory, UnaryOperator.identity());
  }

  /** The plan with each schema under another name, which is how the dry run gets its scratch databases. */
  static Conversion convert(Inventory inventory, UnaryOperator<String> names) {
    Converter converter = new Converter(inventory, names);
    SchemaPlan plan =
        new SchemaPlan(
            inventory.schemas().entrySet().stream().map(e -> converter.schema(e.getKey(), e.getValue())).toList(),
            inventory.tables().stream().map(converter::table).toList(),
            inventory.views().stream().map(converter::view).toList());
    return new Conversion(plan, converter.context.findings());
  }

  private PlannedSchema schema(String name, String collation) {
    return new PlannedSchema(name, "CREATE DATABASE IF NOT EXISTS " + Sql.name(names.apply(name)) + charset(collation));
  }

  private String charset(String collation) {
    return Collations.map(collation, context.target)
        .map(m -> " DEFAULT CHARACTER SET " + m.charset() + " COLLATE " + m.collation())
        .orElse(" DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  }

  private PlannedTable table(Table table) {
    noteLosses(table);
    List<Index> carried = table.indexes().stream().filter(i -> !DROPPED_KINDS.contains(i.kind())).toList();
    Set<String> atOnce = neededFromTheStart(table, carried);
    List<String> body = new ArrayList<>();
    table.columns().forEach(c -> body.add(Ddl.column(draft(table, c))));
    carried.stream().filter(i -> atOnce.contains(i.name())).forEach(i -> body.add(Ddl.index(i)));
    String create =
        "CREATE TABLE IF NOT EXISTS " + name(table.id()) + " (\n  " + String.join(",\n  ", body) + "\n)" + options(table);
    return new PlannedTable(
        table.id(),
        create,
        table.rowKey().map(k -> k.parts().stream().flatMap(p -> p.column().stream()).toList()).orElse(List.of()),
        counter(table).map(Column::name),
        carried.stream().filter(i -> !atOnce.contains(i.name())).map(i -> new PlannedIndex(i.name(), i.unique(), "ADD " + Ddl.index(i))).toList(),
        table.foreignKeys().stream().flatMap(k -> foreignKey(table, k).stream()).toList());
  }

  private ColumnDraft draft(Table table, Column column) {
    ColumnDraft draft = new ColumnDraft(table, column);
    ColumnRules.ALL.forEach(rule -> rule.apply(draft, context));
    return draft;
  }

  private static Optional<Column> counter(Table table) {
    return table.columns().stream().filter(Column::autoIncrement).findFirst();
  }

  /** The key by which rows are told apart, and the index that AUTO_INCREMENT needs on MySQL. */
  private static Set<String> neededFromTheStart(Table table, List<Index> carried) {
    Set<String> needed = new HashSet<>();
    table.rowKey().ifPresent(k -> needed.add(k.name()));
    counter(table)
        .flatMap(c -> carried.stream().filter(i -> i.parts().getFirst().column().filter(c.name()::equals).isPresent()).findFirst())
        .ifPresent(i -> needed.add(i.name()));
    return needed;
  }

  private String options(Table table) {
    StringBuilder sql = new StringBuilder(charset(table.collation()));
    if (counter(table).isPresent()) {
      table.autoIncrement().ifPresent(next -> sql.append(" AUTO_INCREMENT=").append(Long.toUnsignedString(next)));
      sql.append(" /*T![auto_id_cache] AUTO_ID_CACHE=1 */");
    }
    String comment = Comments.cut(table.comment(), TABLE_COMMENT_BYTES, table.id().toString(), context);
    if (!comment.isEmpty()) {
      sql.append(" COMMENT=").append(Sql.quoted(comment));
    }
    return sql.toString();
  }

  private Optional<PlannedForeignKey> foreignKey(Table table, ForeignKey key) {
    if (!known.contains(key.parent())) {
      context.note(
          Finding.warning(
              "TW-P083", table.id() + "." + key.name(), "a foreign key to " + key.parent() + ", which is not selected", "both tables in the migration",
              "select " + key.parent() + " too; without it the key is left out"));
      return Optional.empty();
    }
    String clause =
        "ADD CONSTRAINT " + Sql.name(key.name()) + " FOREIGN KEY (" + Sql.names(key.columns()) + ") REFERENCES " + name(key.parent())
            + " (" + Sql.names(key.parentColumns()) + ") ON DELETE " + key.onDelete() + " ON UPDATE " + key.onUpdate();
    return Optional.of(new PlannedForeignKey(key.name(), key.columns(), key.parent(), key.parentColumns(), clause));
  }

  private void noteLosses(Table table) {
    for (Index index : table.indexes()) {
      if (DROPPED_KINDS.contains(index.kind())) {
        context.note(
            Finding.warning(
                "TW-P077", table.id() + "." + index.name(), "a " + index.kind() + " index", "none: the target has no such index",
                "replace the searches that use it before the cutover"));
      }
    }
    if (!table.checks().isEmpty()) {
      context.note(
          Finding.warning(
              "TW-P078", table.id().toString(),
              "CHECK constraints: " + table.checks().stream().map(Table.Check::name).collect(Collectors.joining(", ")),
              "none: they are not carried over", "add them after the cutover, with tidb_enable_check_constraint = ON, if they are needed"));
    }
    table
        .partitioning()
        .ifPresent(
            method ->
                context.note(
                    Finding.warning(
                        "TW-P079", table.id().toString(), "partitions by " + method, "a plain table",
                        "nothing if partitions served size or speed; code that drops partitions must be changed")));
  }

  private PlannedView view(View view) {
    String text = ViewText.rename(view.definition(), names, known);
    return new PlannedView(
        view.id(), "CREATE OR REPLACE SQL SECURITY INVOKER VIEW " + name(view.id()) + " (" + Sql.names(view.columns()) + ") AS " + text);
  }

  private String name(TableId id) {
    return Sql.name(names.apply(id.schema()), id.table());
  }
}
