package dev.tideway.schema;

import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.schema.SchemaPlan.PlannedCheck;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.SchemaPlan.PlannedView;
import dev.tideway.schema.rules.Converted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Prints a converted model as the statements of its stages, with any names for its databases. */
final class Planning {
  /**
   * Maximum number of rows of a table that is loaded with its non-unique indexes. An index of so few rows costs the load less time than TiDB needs for a
   * separate statement. If the source's estimate is wrong, the load or the index build is slower, and there is no other effect.
   */
  private static final long SMALL = 10_000;

  private final UnaryOperator<String> names;
  private final Set<TableId> known = new HashSet<>();

  private Planning(List<Table> tables, List<View> views, UnaryOperator<String> names) {
    this.names = names;
    tables.forEach(t -> known.add(t.id()));
    views.forEach(v -> known.add(v.id()));
  }

  static SchemaPlan plan(Converted converted, UnaryOperator<String> names) {
    Planning planning = new Planning(converted.tables(), converted.views(), names);
    return new SchemaPlan(
        converted.charsets().entrySet().stream().map(e -> planning.schema(e.getKey(), e.getValue().name(), e.getValue().collation())).toList(),
        converted.tables().stream().map(t -> planning.table(t, true)).toList(),
        converted.views().stream().map(planning::view).toList(),
        converted.rules());
  }

  /**
   * The same plan with different names for its databases, and with a separate statement for every index that can have one, so that a refusal names the
   * index. Objects keep their names on the source.
   */
  static SchemaPlan rename(SchemaPlan plan, UnaryOperator<String> names) {
    Planning planning =
        new Planning(plan.tables().stream().map(PlannedTable::model).toList(), plan.views().stream().map(PlannedView::model).toList(), names);
    return new SchemaPlan(
        plan.schemas().stream().map(s -> planning.schema(s.name(), s.charset(), s.collation())).toList(),
        plan.tables().stream().map(t -> planning.table(t.model(), false)).toList(),
        plan.views().stream().map(v -> planning.view(v.model())).toList(),
        plan.rules());
  }

  private PlannedSchema schema(String name, String charset, String collation) {
    String sql = "CREATE DATABASE IF NOT EXISTS " + dev.tideway.jdbc.Sql.name(names.apply(name)) + Ddl.charset(charset, collation);
    return new PlannedSchema(name, sql, charset, collation);
  }

  private PlannedTable table(Table table, boolean smallAtOnce) {
    Set<String> needed = neededFromTheStart(table);
    List<Index> first = table.indexes().stream().filter(i -> needed.contains(i.name()) || (smallAtOnce && madeWithTheTable(table, i.unique()))).toList();
    List<Index> later = table.indexes().stream().filter(i -> !needed.contains(i.name())).toList();
    return new PlannedTable(
        table.id(),
        Ddl.create(renamed(table.id()), table, first),
        table.rowKey().map(Index::columns).orElse(List.of()),
        table.counter().map(Column::name),
        later.stream().map(i -> new PlannedIndex(i.name(), i.unique(), "ADD " + Ddl.index(i))).toList(),
        table.foreignKeys().stream().map(this::foreignKey).toList(),
        table.checks().stream().map(c -> new PlannedCheck(c.name(), "ADD " + Ddl.check(c))).toList(),
        table);
  }

  /**
   * Whether CREATE TABLE contains the index. A small table gets its non-unique indexes at once. A unique index is always built after the load, for any
   * size of table. Otherwise the load would silently lose a row that collides with another one; after the load, Tideway can report the keys.
   */
  static boolean madeWithTheTable(Table table, boolean unique) {
    return !unique && table.rows() <= SMALL;
  }

  /** The key that distinguishes rows, and the index that AUTO_INCREMENT needs on MySQL. */
  private static Set<String> neededFromTheStart(Table table) {
    Set<String> needed = new HashSet<>();
    table.primaryKey().ifPresent(k -> needed.add(k.name()));
    table.rowKey().ifPresent(k -> needed.add(k.name()));
    table
        .counter()
        .flatMap(c -> table.indexes().stream().filter(i -> i.parts().getFirst().column().filter(c.name()::equalsIgnoreCase).isPresent()).findFirst())
        .ifPresent(i -> needed.add(i.name()));
    return needed;
  }

  private PlannedForeignKey foreignKey(ForeignKey key) {
    return new PlannedForeignKey(
        key.name(), key.columns(), key.parent(), key.parentColumns(), "ADD " + Ddl.foreignKey(key, renamed(key.parent())));
  }

  private PlannedView view(View view) {
    String text = ViewText.rename(view.definition(), names, known);
    return new PlannedView(view.id(), Ddl.view(renamed(view.id()), view, text), view);
  }

  private TableId renamed(TableId id) {
    return new TableId(names.apply(id.schema()), id.table());
  }
}
