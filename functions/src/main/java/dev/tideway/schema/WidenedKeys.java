package dev.tideway.schema;

import dev.tideway.catalog.Column;
import dev.tideway.catalog.ForeignKey;
import dev.tideway.catalog.Inventory;
import dev.tideway.catalog.Table;
import dev.tideway.catalog.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * AUTO_INCREMENT columns too small for TiDB, whose counter jumps by 4,000 at each server restart (measured: a TINYINT then takes
 * no row any more), with every column tied to them by foreign keys, since both ends must have one type.
 */
final class WidenedKeys {
  private static final Set<String> SMALL = Set.of("tinyint", "smallint");

  private final Set<Place> places;

  private record Place(TableId table, String column) {}

  private WidenedKeys(Set<Place> places) {
    this.places = places;
  }

  static WidenedKeys of(Inventory inventory) {
    Map<Place, List<Place>> tied = new HashMap<>();
    Deque<Place> open = new ArrayDeque<>();
    for (Table table : inventory.tables()) {
      for (Column column : table.columns()) {
        if (column.autoIncrement() && SMALL.contains(column.type())) {
          open.add(new Place(table.id(), column.name()));
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        for (int i = 0; i < key.columns().size(); i++) {
          Place child = new Place(table.id(), key.columns().get(i));
          Place parent = new Place(key.parent(), key.parentColumns().get(i));
          tied.computeIfAbsent(child, p -> new ArrayList<>()).add(parent);
          tied.computeIfAbsent(parent, p -> new ArrayList<>()).add(child);
        }
      }
    }
    Set<Place> places = new HashSet<>();
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (places.add(place)) {
        open.addAll(tied.getOrDefault(place, List.of()));
      }
    }
    return new WidenedKeys(places);
  }

  boolean contains(TableId table, String column) {
    return places.contains(new Place(table, column));
  }
}
