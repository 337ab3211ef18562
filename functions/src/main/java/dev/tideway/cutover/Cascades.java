package dev.tideway.cutover;

import dev.tideway.model.ForeignKey;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The foreign keys that change rows by themselves. Parents come before children, so that one pass repairs most chains. */
final class Cascades {
  private static final Set<String> ACTIONS = Set.of("CASCADE", "SET NULL");

  private Cascades() {}

  /** One such foreign key and its child table. */
  record Cascade(Table child, ForeignKey key) {}

  static List<Cascade> of(List<Table> tables) {
    Map<TableId, Table> byId = new HashMap<>();
    tables.forEach(table -> byId.put(table.id(), table));
    Set<TableId> visited = new HashSet<>();
    List<Cascade> ordered = new ArrayList<>();
    tables.forEach(table -> visit(table, byId, visited, ordered));
    return List.copyOf(ordered);
  }

  private static void visit(Table table, Map<TableId, Table> byId, Set<TableId> visited, List<Cascade> ordered) {
    if (!visited.add(table.id())) {
      return;
    }
    List<Cascade> own = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      Table parent = byId.get(key.parent());
      if (parent != null) {
        visit(parent, byId, visited, ordered);
        if (ACTIONS.contains(key.onDelete()) || ACTIONS.contains(key.onUpdate())) {
          own.add(new Cascade(table, key));
        }
      }
    }
    ordered.addAll(own);
  }
}
