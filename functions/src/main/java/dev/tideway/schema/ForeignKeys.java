package dev.tideway.schema;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tideway.aws.Deadline;
import dev.tideway.aws.ObjectStore;
import dev.tideway.catalog.TableId;
import dev.tideway.error.Unfinished;
import dev.tideway.jdbc.Rows;
import dev.tideway.jdbc.Sql;
import dev.tideway.json.Json;
import dev.tideway.schema.SchemaPlan.PlannedForeignKey;
import dev.tideway.schema.SchemaPlan.PlannedSchema;
import dev.tideway.schema.SchemaPlan.PlannedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Adds the foreign keys with checks off, since validating costs an anti-join for each and a row may arrive before its parent while
 * replication runs. Orphans are counted instead.
 */
final class ForeignKeys {
  /** Orphans by foreign key ({@code schema.table.key}), for the report. */
  static final String FILE = "orphans.json";

  private static final TypeReference<Map<String, Long>> ORPHANS = new TypeReference<>() {};

  private final Connection target;
  private final ObjectStore objects;
  private final String key;
  private final Deadline deadline;

  ForeignKeys(Connection target, ObjectStore objects, String prefix, Deadline deadline) {
    this.target = target;
    this.objects = objects;
    this.key = prefix + "/" + FILE;
    this.deadline = deadline;
  }

  /** Adds what is missing and answers the orphans of each key. */
  Map<String, Long> add(SchemaPlan plan) throws SQLException {
    Map<String, Long> orphans = new TreeMap<>(objects.get(key).map(text -> Json.read(text, ORPHANS)).orElse(Map.of()));
    Map<TableId, Set<String>> existing = new TargetCatalog(target).foreignKeys(plan.schemas().stream().map(PlannedSchema::name).toList());
    long total = plan.tables().stream().mapToLong(t -> t.foreignKeys().size()).sum();
    int seen = 0;
    try (Statement statement = target.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (PlannedTable table : plan.tables()) {
        Set<String> there = existing.getOrDefault(TargetCatalog.fold(table.id()), Set.of());
        for (PlannedForeignKey foreignKey : table.foreignKeys()) {
          String name = table.id() + "." + foreignKey.name();
          if (deadline.near()) {
            objects.putJson(key, orphans);
            throw new Unfinished(seen + " of " + total + " foreign keys added");
          }
          if (!orphans.containsKey(name)) {
            orphans.put(name, orphans(table.id(), foreignKey));
          }
          if (!there.contains(TargetCatalog.fold(foreignKey.name()))) {
            add(statement, table.id(), foreignKey);
          }
          seen++;
        }
      }
    }
    objects.putJson(key, orphans);
    return orphans;
  }

  private static void add(Statement statement, TableId table, PlannedForeignKey key) throws SQLException {
    try {
      statement.execute(Ddl.alter(table, key.clause()));
    } catch (SQLException e) {
      if (e.getErrorCode() != TargetFailures.DUPLICATE_FOREIGN_KEY) {
        throw TargetFailures.of("TW-E084", "adding the foreign key " + key.name() + " to " + table + " failed", e);
      }
    }
  }

  /** Rows whose key is whole and has no parent. */
  private long orphans(TableId child, PlannedForeignKey key) throws SQLException {
    StringBuilder equal = new StringBuilder();
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < key.columns().size(); i++) {
      String column = "c." + Sql.name(key.columns().get(i));
      equal.append(i == 0 ? "" : " AND ").append("p.").append(Sql.name(key.parentColumns().get(i))).append(" = ").append(column);
      whole.append(i == 0 ? "" : " AND ").append(column).append(" IS NOT NULL");
    }
    String sql =
        "SELECT COUNT(*) FROM " + Sql.name(child.schema(), child.table()) + " c WHERE " + whole + " AND NOT EXISTS (SELECT 1 FROM "
            + Sql.name(key.parent().schema(), key.parent().table()) + " p WHERE " + equal + ")";
    return Rows.first(target, sql).map(Long::valueOf).orElse(0L);
  }
}
