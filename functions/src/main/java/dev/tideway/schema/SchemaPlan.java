package dev.tideway.schema;

import dev.tideway.catalog.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All DDL of the target, decided before anything is created. Written by Plan to {@code schema.json}.
 *
 * @param schemas the databases
 * @param tables in the inventory's order
 * @param views in the inventory's order; they may depend on each other in any order
 */
public record SchemaPlan(List<PlannedSchema> schemas, List<PlannedTable> tables, List<PlannedView> views) {
  /** The name of the file under the run's prefix. */
  public static final String FILE = "schema.json";

  /**
   * One database.
   *
   * @param name exact name
   * @param sql CREATE DATABASE IF NOT EXISTS with the mapped default collation
   */
  public record PlannedSchema(String name, String sql) {}

  /**
   * One table.
   *
   * @param id schema and name
   * @param create CREATE TABLE IF NOT EXISTS with everything that cannot be added later
   * @param key columns that tell rows apart, in order; empty if there is no such key
   * @param autoIncrement the AUTO_INCREMENT column
   * @param indexes held back until the load is done
   * @param foreignKeys held back until replication has caught up
   */
  public record PlannedTable(
      TableId id,
      String create,
      List<String> key,
      Optional<String> autoIncrement,
      List<PlannedIndex> indexes,
      List<PlannedForeignKey> foreignKeys) {}

  /**
   * One index that is built after the load.
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
   * @param parent the table referred to
   * @param parentColumns its columns
   * @param clause what follows ALTER TABLE: {@code ADD CONSTRAINT …}
   */
  public record PlannedForeignKey(String name, List<String> columns, TableId parent, List<String> parentColumns, String clause) {}

  /**
   * One view.
   *
   * @param id schema and name
   * @param sql CREATE OR REPLACE VIEW
   */
  public record PlannedView(TableId id, String sql) {}

  /**
   * One statement, as people read it.
   *
   * @param stage when it runs
   * @param object what it makes: a database, {@code schema.table}, {@code schema.table.index}
   * @param sql the statement
   */
  public record Statement(Stage stage, String object, String sql) {}

  /** Every statement, in order. */
  public List<Statement> statements() {
    List<Statement> all = new ArrayList<>();
    schemas.forEach(s -> all.add(new Statement(Stage.tables, s.name(), s.sql())));
    tables.forEach(t -> all.add(new Statement(Stage.tables, t.id().toString(), t.create())));
    for (PlannedTable table : tables) {
      table.indexes().forEach(i -> all.add(new Statement(Stage.indexes, table.id() + "." + i.name(), Ddl.alter(table.id(), i.clause()))));
    }
    for (PlannedTable table : tables) {
      table
          .foreignKeys()
          .forEach(k -> all.add(new Statement(Stage.foreignKeys, table.id() + "." + k.name(), Ddl.alter(table.id(), k.clause()))));
    }
    views.forEach(v -> all.add(new Statement(Stage.views, v.id().toString(), v.sql())));
    return all;
  }
}
