package dev.tideway.schema;

import dev.tideway.error.ErrorCode;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.DatabaseErrors;
import dev.tideway.model.TableId;
import dev.tideway.run.Deadline;
import dev.tideway.run.Workspace;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds the foreign keys with checks off. Validating a key costs an anti-join, and a row may arrive before its parent while replication runs. Instead,
 * orphans are reported before the key is added.
 */
public final class ForeignKeyCreation {
  /** If the orphans of a key cannot be counted in that time, the key is added without a count. */
  private static final Duration LONGEST_QUERY = Duration.ofMinutes(10);

  private final Connection target;
  private final Workspace files;
  private final StageRecord record;
  private final Deadline deadline;

  public ForeignKeyCreation(Connection target, Workspace files, Deadline deadline) {
    this.target = target;
    this.files = files;
    this.record = new StageRecord(files, Stage.foreignKeys);
    this.deadline = deadline;
  }

  /** Adds what is missing and returns the orphans of each key. */
  public Collection<Orphans> add(SchemaPlan plan) throws SQLException {
    Map<String, Orphans> orphans = new TreeMap<>();
    files.find(Orphans.FILE).orElse(List.of()).forEach(o -> orphans.put(o.object(), o));
    Map<TableId, Set<String>> existing = new TargetCatalog(target).foreignKeys(plan.schemas().stream().map(PlannedSchema::name).toList());
    long total = plan.tables().stream().mapToLong(t -> t.foreignKeys().size()).sum();
    int seen = 0;
    try (Statement statement = target.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (PlannedTable table : plan.tables()) {
        Set<String> there = existing.getOrDefault(TargetCatalog.fold(table.id()), Set.of());
        for (PlannedForeignKey foreignKey : table.foreignKeys()) {
          if (deadline.near()) {
            save(orphans);
            throw new Unfinished(seen + " of " + total + " foreign keys added");
          }
          String object = table.id() + "." + foreignKey.name();
          if (!orphans.containsKey(object)) {
            orphans.put(object, Orphans.read(target, table, foreignKey, deadline.within(deadline.reserve(), LONGEST_QUERY)));
          }
          if (!there.contains(TargetCatalog.fold(foreignKey.name()))) {
            add(statement, table.id(), foreignKey);
          }
          record.done(object);
          seen++;
        }
      }
      statement.execute("SET foreign_key_checks = 1");
    }
    save(orphans);
    return orphans.values();
  }

  private void save(Map<String, Orphans> orphans) {
    files.write(Orphans.FILE, List.copyOf(orphans.values()));
    record.save();
  }

  private static void add(Statement statement, TableId table, PlannedForeignKey key) throws SQLException {
    try {
      statement.execute(Ddl.alter(table, key.clause()));
    } catch (SQLException e) {
      if (e.getErrorCode() != DatabaseErrors.DUPLICATE_FOREIGN_KEY) {
        throw DatabaseErrors.of(ErrorCode.FOREIGN_KEY_NOT_ADDED, "adding the foreign key " + key.name() + " to " + table + " failed", e);
      }
    }
  }
}
