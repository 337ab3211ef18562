package dev.tideway.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tideway.error.ErrorCode;
import dev.tideway.error.MigrationFailed;
import dev.tideway.json.Json;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Inventory;
import dev.tideway.model.KeylessTables;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import dev.tideway.run.Migration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Plans the tasks: as few as the 2 MB limit of a mapping document allows. Tables tied by foreign keys are in the same task, so that DMS applies a parent and
 * its children in the source's order. Pure: the same inventory gives the same plan.
 */
public final class TaskPlanner {
  /** The AWS DMS quota for a mapping document is 2 MB. The difference leaves room for the characters that DMS escapes when it stores the document. */
  public static final int MAX_BYTES = 1_900_000;

  private final Migration migration;
  private final int maxBytes;

  public TaskPlanner(Migration migration, int maxBytes) {
    this.migration = migration;
    this.maxBytes = maxBytes;
  }

  public TaskPlan plan(Inventory inventory) {
    if (inventory.tables().isEmpty()) {
      // the inventory reports a selection without tables as a finding, and the plan must list it with all others
      return new TaskPlan(List.of(), List.of());
    }
    ResourceNames names = new ResourceNames(migration.name());
    return new TaskPlan(
        tasks(KeylessTables.replicated(migration, inventory.tables()), names::task, TaskSettings::of),
        tasks(KeylessTables.reloaded(migration, inventory.tables()), names::reload, TaskSettings::ofReload));
  }

  private List<TaskPlan.Task> tasks(List<Table> all, IntFunction<String> name, Function<LobLimits, ObjectNode> settings) {
    List<TaskPlan.Task> tasks = new ArrayList<>();
    for (List<Table> tables : pack(families(all))) {
      List<Table> sorted = tables.stream().sorted(Comparator.comparing(Table::id)).toList();
      tasks.add(
          new TaskPlan.Task(
              name.apply(tasks.size() + 1),
              sorted.stream().map(Table::id).toList(),
              TableMappings.of(sorted),
              settings.apply(LobLimits.of(sorted, migration.replication().maxLoadTables()))));
    }
    return tasks;
  }

  private List<List<Table>> pack(List<List<Table>> families) {
    List<List<Table>> tasks = new ArrayList<>();
    List<Table> open = new ArrayList<>();
    int size = 0;
    for (List<Table> family : families) {
      int bytes = bytes(TableMappings.of(family));
      if (bytes > maxBytes) {
        throw new MigrationFailed(
            ErrorCode.NO_TASK_POSSIBLE,
            family.size() + " tables around " + family.getFirst().id() + " are connected by foreign keys and need a mapping of " + bytes
                + " bytes; one task accepts " + maxBytes + ". Migrate them with fewer tables at a time");
      }
      if (size + bytes > maxBytes) {
        tasks.add(open);
        open = new ArrayList<>();
        size = 0;
      }
      open.addAll(family);
      size += bytes;
    }
    if (!open.isEmpty()) {
      tasks.add(open);
    }
    return tasks;
  }

  /** Groups of tables connected by foreign keys, in either direction. Each group is sorted, and the groups are sorted by their first table. */
  private static List<List<Table>> families(List<Table> tables) {
    Map<TableId, TableId> leader = new HashMap<>();
    tables.forEach(t -> leader.put(t.id(), t.id()));
    for (Table table : tables) {
      for (ForeignKey key : table.foreignKeys()) {
        if (leader.containsKey(key.parent())) {
          leader.put(find(leader, table.id()), find(leader, key.parent()));
        }
      }
    }
    Map<TableId, List<Table>> families = new TreeMap<>();
    tables.stream()
        .sorted(Comparator.comparing(Table::id))
        .forEach(t -> families.computeIfAbsent(find(leader, t.id()), id -> new ArrayList<>()).add(t));
    return families.values().stream().sorted(Comparator.comparing((List<Table> f) -> f.getFirst().id())).toList();
  }

  private static TableId find(Map<TableId, TableId> leader, TableId id) {
    TableId root = id;
    while (!leader.get(root).equals(root)) {
      root = leader.get(root);
    }
    leader.put(id, root);
    return root;
  }

  private static int bytes(ObjectNode document) {
    return Json.write(document).getBytes(StandardCharsets.UTF_8).length;
  }
}
