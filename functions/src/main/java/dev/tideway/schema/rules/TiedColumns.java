package dev.tideway.schema.rules;

import dev.tideway.model.Column;
import dev.tideway.model.ForeignKey;
import dev.tideway.model.Index;
import dev.tideway.model.Inventory;
import dev.tideway.model.Table;
import dev.tideway.model.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Columns that foreign keys tie to each other, directly or indirectly. TiDB needs the same type on both sides, so they change together. */
final class TiedColumns {
  private static final Set<String> SMALL = Set.of("tinyint", "smallint");

  private static final Set<String> FIXED = Set.of("char", "binary");

  private final Set<Place> widened = new HashSet<>();
  private final Set<Place> varying = new HashSet<>();
  private final Set<Place> oneByte = new HashSet<>();

  private record Place(TableId table, String column) {
    private static Place of(TableId table, String column) {
      // column names are compared without case, and a foreign key may print one in a different case
      return new Place(table, column.toLowerCase(java.util.Locale.ROOT));
    }
  }

  private TiedColumns() {}

  static TiedColumns of(Inventory inventory, Capabilities target) {
    Map<Place, List<Place>> ties = new HashMap<>();
    Map<Place, Column> columns = new HashMap<>();
    Deque<Place> counters = new ArrayDeque<>();
    for (Table table : inventory.tables()) {
      for (Column column : table.columns()) {
        Place place = Place.of(table.id(), column.name());
        columns.put(place, column);
        if (column.autoIncrement() && SMALL.contains(column.type())) {
          counters.add(place);
        }
      }
      for (ForeignKey key : table.foreignKeys()) {
        tie(table.id(), key, ties);
      }
    }
    TiedColumns tied = new TiedColumns();
    tied.widened.addAll(closure(counters, ties));
    tied.findVarying(ties, columns);
    tied.findOneByte(inventory, ties, columns, target);
    return tied;
  }

  private void findOneByte(Inventory inventory, Map<Place, List<Place>> ties, Map<Place, Column> columns, Capabilities target) {
    for (Table table : inventory.tables()) {
      for (Index index : table.indexes()) {
        if (OneByteKeys.outgrown(index, table, target)) {
          for (String name : index.columns()) {
            Set<Place> group = closure(new ArrayDeque<>(List.of(Place.of(table.id(), name))), ties);
            if (group.stream().allMatch(p -> columns.containsKey(p) && OneByteKeys.possible(columns.get(p), target))) {
              oneByte.addAll(group);
            }
          }
        }
      }
    }
  }

  private static void tie(TableId child, ForeignKey key, Map<Place, List<Place>> ties) {
    for (int i = 0; i < key.columns().size(); i++) {
      Place from = Place.of(child, key.columns().get(i));
      Place to = Place.of(key.parent(), key.parentColumns().get(i));
      ties.computeIfAbsent(from, p -> new ArrayList<>()).add(to);
      ties.computeIfAbsent(to, p -> new ArrayList<>()).add(from);
    }
  }

  private void findVarying(Map<Place, List<Place>> ties, Map<Place, Column> columns) {
    Set<Place> seen = new HashSet<>();
    for (Place start : ties.keySet()) {
      if (seen.contains(start)) {
        continue;
      }
      Set<Place> group = closure(new ArrayDeque<>(List.of(start)), ties);
      seen.addAll(group);
      boolean anyVarying = group.stream().anyMatch(p -> columns.containsKey(p) && columns.get(p).type().startsWith("var"));
      if (anyVarying) {
        group.stream().filter(p -> columns.containsKey(p) && FIXED.contains(columns.get(p).type())).forEach(varying::add);
      }
    }
  }

  private static Set<Place> closure(Deque<Place> open, Map<Place, List<Place>> ties) {
    Set<Place> places = new HashSet<>();
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (places.add(place)) {
        open.addAll(ties.getOrDefault(place, List.of()));
      }
    }
    return places;
  }

  /**
   * Whether the column is, or is tied to, an AUTO_INCREMENT column too small for TiDB. TiDB's counter jumps by 4,000 at each server restart (measured: a
   * TINYINT then accepts no more rows).
   */
  boolean widened(TableId table, String column) {
    return widened.contains(Place.of(table, column));
  }

  /** Whether it stays latin1, because of a key over it or over a column that it is tied to. */
  boolean oneByte(TableId table, String column) {
    return oneByte.contains(Place.of(table, column));
  }

  /** Whether it is a CHAR tied to a VARCHAR, or a BINARY tied to a VARBINARY. MySQL allows this and TiDB does not. */
  boolean varying(TableId table, String column) {
    return varying.contains(Place.of(table, column));
  }
}
