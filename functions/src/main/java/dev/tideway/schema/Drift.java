package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedIndex;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import dev.tideway.schema.SchemaPlan.PlannedView;
import dev.tideway.schema.drift.Difference;
import dev.tideway.schema.drift.SchemaDiff;
import dev.tideway.schema.drift.TargetReader;
import dev.tideway.schema.drift.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The differences between the target and the plan at some moment. If a dry run has shown how the target prints the plan's objects, the target must have
 * exactly these texts. What the dry run lost was reported then.
 */
public final class Drift {
  private static final TypeReference<List<Difference>> DIFFERENCES = new TypeReference<>() {};

  /** The time of the comparison. */
  public enum Moment {
    /** After the index build. A difference that affects rows ends the execution. */
    index,
    /** After the switch, when the migration can no longer be stopped. Differences are only reported. */
    finish
  }

  private final SchemaPlan plan;
  private final Map<TableId, Table> expectedTables;
  private final Map<TableId, View> expectedViews;

  public Drift(SchemaPlan plan, Optional<TargetSchema> dryRun) {
    this.plan = plan;
    this.expectedTables = byId(dryRun.map(TargetSchema::tables).orElse(List.of()), Table::id);
    this.expectedViews = byId(dryRun.map(TargetSchema::views).orElse(List.of()), View::id);
  }

  /**
   * The differences between a source's converted schema and a target, without a running migration. Every stage counts as complete.
   *
   * @param inventory the source's catalogue and the properties of the target
   * @param options the options with which the target was created
   * @throws SQLException if the target's catalogue cannot be read
   */
  public static List<Difference> live(Inventory inventory, Migration.Schema options, Connection target) throws SQLException {
    SchemaPlan plan = Conversion.of(inventory, options).plan();
    return new Drift(plan, Optional.empty())
        .of(
            new TargetReader(target, UnaryOperator.identity()).read(plan.schemas().stream().map(PlannedSchema::name).toList()),
            EnumSet.allOf(Stage.class),
            List.of());
  }

  /** The file that holds the differences of a moment. */
  public static Artifact<List<Difference>> file(Moment moment) {
    return new Artifact<>("drift-" + moment + ".json", DIFFERENCES);
  }

  private static <T> Map<TableId, T> byId(List<T> items, Function<T, TableId> id) {
    return items.stream().collect(Collectors.toMap(i -> TargetCatalog.fold(id.apply(i)), i -> i, (a, b) -> a));
  }

  /**
   * The differences.
   *
   * @param done the stages that are complete; objects of other stages may exist or not
   * @param postponed objects of complete stages that are postponed, {@code schema.table.index}
   */
  public List<Difference> of(TargetSchema found, Set<Stage> done, Collection<String> postponed) {
    List<Difference> differences = new ArrayList<>();
    for (PlannedSchema schema : plan.schemas()) {
      String collation = found.collations().getOrDefault(schema.name(), Difference.NOTHING);
      if (!collation.equalsIgnoreCase(schema.collation())) {
        differences.add(new Difference(Difference.Aspect.database, schema.name(), schema.collation(), collation));
      }
    }
    Map<TableId, Table> tables = byId(found.tables(), Table::id);
    for (PlannedTable table : plan.tables()) {
      Table there = tables.get(TargetCatalog.fold(table.id()));
      if (there == null) {
        differences.add(SchemaDiff.missing(table.model()));
      } else {
        differences.addAll(of(table, there, done, postponed));
      }
    }
    if (done.contains(Stage.views)) {
      Map<TableId, View> views = byId(found.views(), View::id);
      plan.views().forEach(v -> differences.addAll(of(v, Optional.ofNullable(views.get(TargetCatalog.fold(v.id()))))));
    }
    return List.copyOf(differences);
  }

  /** The differences of one table that exists. */
  public List<Difference> of(PlannedTable planned, Table found, Set<Stage> done, Collection<String> postponed) {
    Table read = expectedTables.get(TargetCatalog.fold(planned.id()));
    Set<String> later = new HashSet<>();
    for (PlannedIndex index : planned.indexes()) {
      if (!done.contains(Stage.indexes) || postponed.contains(planned.id() + "." + index.name())) {
        later.add(TargetCatalog.fold(index.name()));
      }
    }
    if (!done.contains(Stage.foreignKeys)) {
      // a foreign key may create an index with its name
      Set<String> own = planned.model().indexes().stream().map(Index::name).map(TargetCatalog::fold).collect(Collectors.toSet());
      planned.foreignKeys().stream().map(PlannedForeignKey::name).map(TargetCatalog::fold).filter(n -> !own.contains(n)).forEach(later::add);
    }
    Table now = without(found, later, done);
    return read == null ? SchemaDiff.of(without(planned.model(), later, done), now) : SchemaDiff.ofRead(without(read, later, done), now);
  }

  private static Table without(Table table, Set<String> indexes, Set<Stage> done) {
    return table
        .withIndexes(table.indexes().stream().filter(i -> !indexes.contains(TargetCatalog.fold(i.name()))).toList())
        .withForeignKeys(done.contains(Stage.foreignKeys) ? table.foreignKeys() : List.of())
        .withChecks(done.contains(Stage.checks) ? table.checks() : List.of());
  }

  private List<Difference> of(PlannedView planned, Optional<View> found) {
    View read = expectedViews.get(TargetCatalog.fold(planned.id()));
    return found
        .map(f -> read == null ? SchemaDiff.of(planned.model(), f, false) : SchemaDiff.of(read, f, true))
        .orElseGet(() -> List.of(SchemaDiff.missing(planned.model())));
  }
}
