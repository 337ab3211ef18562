package dev.tideway.schema;

import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.model.View;
import dev.tideway.run.Artifact;
import dev.tideway.run.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All DDL of the target, decided before anything is created. Written by Plan to {@code schema.json}.
 *
 * @param schemas the databases
 * @param tables in the inventory's order
 * @param views in an order in which each view comes after those it reads
 * @param rules which conversion rules have changed an object ({@code schema.table}, {@code schema.table.column}, {@code schema.table.index}, …), in their
 *     order; an object that is not listed is the same as on the source
 */
public record SchemaPlan(
    List<PlannedSchema> schemas, List<PlannedTable> tables, List<PlannedView> views, Map<String, List<String>> rules) {
  /** The file that holds it. */
  public static final Artifact<SchemaPlan> FILE = Artifact.of("schema.json", SchemaPlan.class);

  /**
   * One database.
   *
   * @param name exact name
   * @param sql CREATE DATABASE IF NOT EXISTS with the mapped default collation
   * @param charset its default character set
   * @param collation its default collation
   */
  public record PlannedSchema(String name, String sql, String charset, String collation) {}

  /**
   * One table.
   *
   * @param id schema and name
   * @param create CREATE TABLE IF NOT EXISTS with everything that cannot be added later, and the non-unique indexes of a small table
   * @param key columns that distinguish rows, in order; empty if there is no such key
   * @param autoIncrement the AUTO_INCREMENT column
   * @param indexes the indexes that exist after the load and the index build; a small table has its non-unique indexes from the start, unless the table
   *     existed before
   * @param foreignKeys foreign keys, added only after replication has caught up
   * @param checks CHECK constraints, added as late as the foreign keys
   * @param model the table as it must be on the target when all stages are done, with the names of the source
   */
  public record PlannedTable(
      TableId id,
      String create,
      List<String> key,
      Optional<String> autoIncrement,
      List<PlannedIndex> indexes,
      List<PlannedForeignKey> foreignKeys,
      List<PlannedCheck> checks,
      Table model) {}

  /**
   * One index that is built after the load if it is not there yet.
   *
   * @param name exact name
   * @param unique whether it is unique; such an index gets a statement of its own
   * @param clause what follows ALTER TABLE: {@code ADD INDEX …}
   */
  public record PlannedIndex(String name, boolean unique, String clause) {}

  /**
   * One foreign key.
   *
   * @param name exact name
   * @param columns the child's columns
   * @param parent the parent table
   * @param parentColumns the parent's columns
   * @param clause what follows ALTER TABLE: {@code ADD CONSTRAINT …}
   */
  public record PlannedForeignKey(String name, List<String> columns, TableId parent, List<String> parentColumns, String clause) {}

  /**
   * One CHECK constraint.
   *
   * @param name exact name
   * @param clause what follows ALTER TABLE: {@code ADD CONSTRAINT …}
   */
  public record PlannedCheck(String name, String clause) {}

  /**
   * One view.
   *
   * @param id schema and name
   * @param sql CREATE OR REPLACE VIEW
   * @param model the view as it must be, with the names of the source
   */
  public record PlannedView(TableId id, String sql, View model) {}

  /**
   * One statement in readable form.
   *
   * @param stage when it runs
   * @param object what it creates: a database, {@code schema.table}, {@code schema.table.index}
   * @param sql the statement
   */
  public record Statement(Stage stage, String object, String sql) {}

  /** The plan for an inventory, without findings. */
  public static SchemaPlan of(Inventory inventory, Migration.Schema options) {
    return Conversion.of(inventory, options).plan();
  }

  /** Every statement, in order. */
  public List<Statement> statements() {
    List<Statement> all = new ArrayList<>();
    schemas.forEach(s -> all.add(new Statement(Stage.tables, s.name(), s.sql())));
    tables.forEach(t -> all.add(new Statement(Stage.tables, t.id().toString(), t.create())));
    for (PlannedTable table : tables) {
      table.indexes().stream()
          .filter(i -> !Planning.madeWithTheTable(table.model(), i.unique()))
          .forEach(i -> all.add(new Statement(Stage.indexes, table.id() + "." + i.name(), Ddl.alter(table.id(), i.clause()))));
    }
    for (PlannedTable table : tables) {
      table
          .foreignKeys()
          .forEach(k -> all.add(new Statement(Stage.foreignKeys, table.id() + "." + k.name(), Ddl.alter(table.id(), k.clause()))));
    }
    for (PlannedTable table : tables) {
      table.checks().forEach(c -> all.add(new Statement(Stage.checks, table.id() + "." + c.name(), Ddl.alter(table.id(), c.clause()))));
    }
    views.forEach(v -> all.add(new Statement(Stage.views, v.id().toString(), v.sql())));
    return all;
  }

  /** The same plan with different names for its databases and a separate statement for every index, as the dry run needs it. Objects keep their names on the source. */
  SchemaPlan renamed(UnaryOperator<String> names) {
    return Planning.rename(this, names);
  }
}
